using System.Collections.Immutable;
using L2O.Data.Digits;
using L2O.Experiments;
using L2O.MetaTesting;
using L2O.Optimizers;
using L2O.Optimizers.Wrappers;
using L2O.Reporting.Tables;
using L2O.Settings;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.MetaTesting;

public sealed class ScheduleSearchTests
{
    private const string Network = "mlp-sigmoid-3";

    private static readonly ImmutableArray<ScheduleKind> s_kinds = [ScheduleKind.Constant, ScheduleKind.Cosine];

    private static readonly LearningRateSearchSettings s_search = new([0.01, 0.1, 0.5], runs: 2, schedules: s_kinds);

    [Theory]
    [InlineData("adam")]
    [InlineData("sgd:clip=1")]
    [InlineData("muon")]
    public void The_rate_and_the_schedule_with_the_least_loss_are_those_of_the_test_runs(string text)
    {
        OptimizerSettings constant = OptimizerSettings.Parse(text), cosine = OptimizerSettings.Parse($"{text}:schedule=cosine");
        Comparison both = Run(TestContestants.Baseline(constant, s_kinds));
        Comparison apart = Run(TestContestants.Baseline(constant), TestContestants.Baseline(cosine));

        Assert.Equal(["constant", "constant", "constant", "cosine", "cosine", "cosine"], both.Searches.Select(static t => t.Schedule));
        Assert.All(both.Searches, trial => Assert.Equal(constant.Text, trial.Optimizer));
        Assert.Equal(apart.Searches.Select(static trial => trial.SummedLosses.Average()),
            both.Searches.Select(static trial => trial.SummedLosses.Average()));
        LearningRateTrial chosen = Assert.Single(both.Searches, static trial => trial.Chosen);
        Assert.Equal(both.Searches.Min(static trial => trial.SummedLosses.Average()), chosen.SummedLosses.Average());
        string expected = chosen.Schedule == "cosine" ? cosine.Text : constant.Text;
        Assert.Equal(apart.Curves.Where(curve => curve.Optimizer == expected).SelectMany(static curve => curve.Points),
            both.Curves.SelectMany(static curve => curve.Points));
        Assert.Contains($" {chosen.Schedule}", TextTable.Render(ComparisonTable.From(both)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_optimizer_with_a_schedule_of_its_own_keeps_it()
    {
        Comparison comparison = Run(TestContestants.Baseline(OptimizerSettings.Parse("adam:schedule=cosine:min=0.1"), s_kinds));
        Assert.All(comparison.Searches, static trial => Assert.Equal("", trial.Schedule));
        Assert.Equal(3, comparison.Searches.Count);
    }

    [Fact]
    public void Tables_keep_the_schedule()
    {
        using var folder = new TemporaryFolder();
        Comparison comparison = Run(TestContestants.Baseline("adam", s_kinds));
        MetricsCsv.Write(folder.Root, comparison);
        Comparison read = MetricsCsv.Read(folder.Root);
        Assert.Equal(comparison.Searches.Select(static trial => (trial.LearningRate, trial.Schedule, trial.Chosen)),
            read.Searches.Select(static trial => (trial.LearningRate, trial.Schedule, trial.Chosen)));
        Assert.Equal(TextTable.Render(ComparisonTable.From(comparison)), TextTable.Render(ComparisonTable.From(read)));
    }

    [Fact]
    public void A_rate_that_the_text_says_is_in_the_table_of_runs_too()
    {
        using var folder = new TemporaryFolder();
        MetricsCsv.Write(folder.Root, Run(TestContestants.Baseline("adam@0.01:clip=1"), TestContestants.Baseline("lion-sgd-0.25")));
        string[] rates = [.. File.ReadAllLines(Path.Combine(folder.Root, MetricsCsv.RunsFile)).Skip(1).Select(static l => l.Split(',')[3])];
        Assert.Equal(["0.01", "0.01", "", ""], rates);
    }

    [Fact]
    public void Settings_say_the_schedules_and_refuse_others()
    {
        var plan = new MetaTestPlan(search: s_search);
        Assert.Equal(plan, SettingsJson.Parse<MetaTestPlan>(SettingsJson.Format(plan), "plan"));
        Assert.NotEqual(plan, new MetaTestPlan(search: new([0.01, 0.1, 0.5], runs: 2)));
        Assert.Throws<ArgumentException>(() => new LearningRateSearchSettings(schedules: [ScheduleKind.Cosine, ScheduleKind.Cosine]));
        Assert.Throws<ArgumentException>(() => new LearningRateSearchSettings(schedules: []));
    }

    private static Comparison Run(params Contestant[] contestants) => MetaTest.OnCatalog(
        SyntheticDigits.Load(trainCount: 60, testCount: 40), new MetaTestSettings(iterations: 20, runs: 2, batchSize: 10, search: s_search),
        seed: 1, threads: 1).Run([Network], contestants, cancellation: TestContext.Current.CancellationToken);
}
