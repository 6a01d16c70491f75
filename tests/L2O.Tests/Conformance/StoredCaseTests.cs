using L2O.Conformance;
using Xunit;

namespace L2O.Tests.Conformance;

/// <summary>The stored results of the study's original code, where they are at hand.</summary>
public sealed class StoredCaseTests
{
    private const string Variable = "L2O_CONFORMANCE";

    [Theory]
    [InlineData("covariance")]
    [InlineData("lstm-step")]
    [InlineData("lstm-step-extra-input")]
    [InlineData("lstm-step-hidden-50")]
    [InlineData("lstm-step-hidden-7")]
    [InlineData("lstm-step-raw")]
    [InlineData("meta-batchnorm-none")]
    [InlineData("meta-conv")]
    [InlineData("meta-hidden-32")]
    [InlineData("meta-sigmoid-log")]
    [InlineData("meta-sigmoid-sum")]
    [InlineData("meta-test-sigmoid")]
    [InlineData("meta-two-layer-long")]
    [InlineData("optimizee-conv-mnist")]
    [InlineData("optimizee-mlp-leaky-relu-20")]
    [InlineData("optimizee-mlp-mixed-batch-20")]
    [InlineData("optimizee-mlp-mixed-feature-20")]
    [InlineData("optimizee-mlp-relu-100-100")]
    [InlineData("optimizee-mlp-relu-128")]
    [InlineData("optimizee-mlp-relu-128-128")]
    [InlineData("optimizee-mlp-relu-20")]
    [InlineData("optimizee-mlp-relu-20-batchnorm")]
    [InlineData("optimizee-mlp-relu-20-batchnorm-batchstats")]
    [InlineData("optimizee-mlp-sigmoid-100-100")]
    [InlineData("optimizee-mlp-sigmoid-20")]
    [InlineData("optimizee-mlp-sigmoid-20-20")]
    [InlineData("optimizee-mlp-sigmoid-20-batchnorm")]
    [InlineData("optimizee-mlp-sigmoid-40")]
    [InlineData("optimizee-mlp-softplus-20")]
    [InlineData("optimizer-adam")]
    [InlineData("optimizer-adam-weight-decay")]
    [InlineData("optimizer-lion")]
    [InlineData("optimizer-lion-weight-decay")]
    [InlineData("optimizer-sgd")]
    [InlineData("optimizer-sgd-momentum")]
    [InlineData("preprocess")]
    [InlineData("stiffness-index")]
    [InlineData("symmetry")]
    [InlineData("tail-index-cauchy")]
    [InlineData("tail-index-gaussian")]
    [InlineData("tail-index-vector")]
    public void The_original_codes_results_are_met(string name)
    {
        ConformanceResult result = Run(Path.Combine(Folder(), name));
        Assert.True(result.Status == ConformanceStatus.Pass, $"{name}: {result.Status}, {result.Reason}");
    }

    [Fact]
    public void No_stored_case_fails_and_what_is_unsupported_says_why()
    {
        foreach (string folder in ConformanceSuite.FindCases(Folder()))
        {
            ConformanceResult result = Run(folder);
            Assert.True(result.Status != ConformanceStatus.Fail, $"{result.Name}: {result.Reason}");
            Assert.Equal(result.Status == ConformanceStatus.Unsupported, result.Reason is not null);
        }
    }

    private static string Folder()
    {
        string? folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(folder), $"{Variable} is not set: no stored cases to compare with");
        return folder;
    }

    private static ConformanceResult Run(string folder)
    {
        using var compute = new Compute(threads: 2);
        return new ConformanceSuite(compute).Run(folder);
    }
}
