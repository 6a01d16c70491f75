using System.Collections.Immutable;
using L2O.Data;
using L2O.Data.Digits;
using L2O.MetaTesting;
using L2O.MetaTraining;
using L2O.Settings;
using L2O.Studies.Paper;
using L2O.Studies.Steps;
using L2O.Tables;
using Xunit;

namespace L2O.SlowTests.Studies.Paper;

public sealed class PaperStudyTests : IDisposable
{
    private static readonly DataSplits s_digits = SyntheticDigits.Load(trainCount: 60, testCount: 40);

    private static readonly PaperScale s_tiny = new("tiny", "for tests", "digits", 50, new PaperSizes
    {
        Schedule = static (_, regularizer) =>
            new MetaTrainingSettings(epochs: 1, runsPerEpoch: 1, testRuns: 1, iterations: 6, unroll: 2,
            batchSize: 16, regularizer: regularizer),
        Betas = [1],
        FarBetas = [1],
        Runs = 2,
        CostlyRuns = 2,
        Search = new LearningRateSearchSettings([0.01], runs: 1, iterations: 2),
        Iterations = 4,
        NoiseSnapshots = [1, 3],
        CovarianceSnapshots = [1, 3],
        HistogramSnapshots = [1, 3],
        FarOptimizees = ["mlp-sigmoid-20", "mlp-relu-20"],
        FarBaselines = ["adam"],
    });

    private static readonly string[] s_results =
        ["claims.json", "report.md", "report.html", "steps/meta-train-sigmoid/phi.safetensors",
            "steps/test-sigmoid/metrics.csv", "steps/lion-sgd/dynamics.csv", "figures/fig7-lion-sgd-lion-sgd-mlp-sigmoid-100-100.png"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Interrupted_anywhere_and_gone_on_with_it_ends_in_the_same_bits_and_then_keeps_all()
    {
        Study("whole").Run(new StepLimits(2, 1000), cancellation: TestContext.Current.CancellationToken);
        int stops = 0;
        foreach (int news in new[] { 3, 6, 9 }) // steps begun, reported from, or done
        {
            using var source = new CancellationTokenSource();
            try
            {
                Study("stopped").Run(new StepLimits(1, 1000), new CancelAfter(news, source), source.Token);
            }
            catch (OperationCanceledException)
            {
                stops++;
            }
        }
        Study("stopped").Run(new StepLimits(1, 1000), cancellation: TestContext.Current.CancellationToken);
        ImmutableArray<StepProgress> again = Study("stopped")
            .Run(new StepLimits(1, 1000), cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(3, stops);
        foreach (string file in s_results)
            Assert.True(File.ReadAllBytes(In("whole", file)).AsSpan().SequenceEqual(File.ReadAllBytes(In("stopped", file))), file);
        Assert.All(again, static step => Assert.Equal(StepState.Kept, step.State));
        Assert.Equal(12, ClaimsFile.Read(In("whole", "")).Length);
        PaperRecord record = SettingsJson.Load<PaperRecord>(In("stopped", PaperRecord.FileName));
        Assert.Equal(("tiny", 9), (record.Scale, record.Steps.Length));
    }

    [Fact]
    public void A_folder_of_another_scale_is_refused()
    {
        Study("one").Run(new StepLimits(2, 1000), cancellation: TestContext.Current.CancellationToken);

        ArgumentException refused = Assert.Throws<ArgumentException>(() => PaperStudy.Plan(In("one", ""),
            PaperScales.Smoke, new PaperData(s_digits, PaperScales.Smoke), [], cancellation: TestContext.Current.CancellationToken));

        Assert.Contains("is of scale tiny on digits", refused.Message, StringComparison.Ordinal);
    }

    private PaperStudy Study(string name) =>
        PaperStudy.Plan(In(name, ""), s_tiny, new PaperData(s_digits, s_tiny), ["curves", "fig7"], cancellation: TestContext.Current.CancellationToken);

    private string In(string study, string file) => Path.Combine(_folder.Root, study, file);

    private sealed class CancelAfter(int news, CancellationTokenSource source) : IProgress<StepProgress>
    {
        private int _seen;

        public void Report(StepProgress value)
        {
            if (++_seen == news)
                source.Cancel();
        }
    }
}
