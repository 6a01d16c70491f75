using L2O.Conformance;
using Xunit;

namespace L2O.SlowTests.Conformance;

/// <summary>The stored results of the study's original code, where they are at hand: whatever cases the folder has.</summary>
public sealed class StoredCaseTests
{
    private const string Variable = "L2O_CONFORMANCE";
    private const string None = "none";
    private const int Published = 51; // cases, of which none may be missing

    private static readonly string? s_folder = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;

    public static TheoryData<string> Names => s_folder is null ? [None]
        : [.. ConformanceSuite.FindCases(s_folder).Select(static folder => Path.GetRelativePath(s_folder, folder))];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_original_codes_results_are_met(string name)
    {
        SkipWithoutCases();
        using var compute = new Compute(threads: 2);
        ConformanceResult result = new ConformanceSuite(compute).Run(Path.Combine(s_folder!, name));
        Assert.True(result.Status == ConformanceStatus.Pass, $"{name}: {result.Status}, {result.Reason}");
    }

    [Fact]
    public void All_published_cases_are_there()
    {
        SkipWithoutCases();
        Assert.InRange(Names.Count, Published, int.MaxValue);
    }

    private static void SkipWithoutCases() => Assert.SkipWhen(s_folder is null, $"{Variable} is not set: no stored cases to compare with");
}
