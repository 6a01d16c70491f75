using L2O.Data.Sources;
using L2O.Experiments;
using L2O.MetaTesting;
using L2O.Runs;
using L2O.Studies.Yardstick;
using L2O.Studies.Yardstick.Runs;
using L2O.Studies.Yardstick.Suites;
using Xunit;

namespace L2O.Tests.Studies.Yardstick;

/// <summary>Runs and searches on a small network and a computed table.</summary>
public sealed class TaskRunsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SuiteTask _task = new("one", SuitePart.Test, new DataSettings(FriedmanTable.Name), "mlp-tanh-4", 16);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_search_goes_on_beyond_its_ends_and_ends_with_three_runs_of_the_best_two()
    {
        using TaskRuns runs = Runs(threads: 2);
        var search = new LearningRateSearchSettings([1e-5, 3e-5], runs: 1, extendDecades: 2);

        Tuned tuned = new BaselineSearch(runs).Tune(Baselines.Find("sgd") with { Search = search }, horizon: 30);

        // Larger rates are better as far as the grid may be extended, for either schedule.
        Assert.Equal(["sgd@1E-05", "sgd@3E-05", "sgd@1E-05:schedule=cosine", "sgd@3E-05:schedule=cosine", "sgd@0.0001",
            "sgd@0.0001:schedule=cosine", "sgd@0.0003", "sgd@0.0003:schedule=cosine", "sgd@0.001", "sgd@0.001:schedule=cosine",
            "sgd@0.003", "sgd@0.003:schedule=cosine"], tuned.Trials.Select(static trial => trial.Setting));
        SearchTrial[] finalists = [.. tuned.Trials.Where(static trial => trial.Losses.Length == 3)];
        Assert.Equal(2, finalists.Length);
        double worst = finalists.Max(static one => one.Losses[0]);
        Assert.All(tuned.Trials.Except(finalists), trial => Assert.True(trial.Losses.Single() >= worst), throwIfEmpty: true);
        Assert.Equal(tuned.Choice.Text, finalists.MinBy(static trial => trial.Losses.Average())!.Setting);
        Assert.Equal(tuned.Choice.Text, tuned.Trials.Single(static trial => trial.Chosen).Setting);
    }

    [Fact]
    public void The_best_of_a_list_is_chosen_and_a_divergence_never_is()
    {
        using TaskRuns runs = Runs();
        Candidate good = Ready("sgd@0.01"), bad = Ready("sgd@1000000"), other = Ready("sgd@0.0001");

        Tuned tuned = new BaselineSearch(runs).Tune(new Baseline("list", null, null, [bad, other, good]), horizon: 30);

        Assert.Equal("sgd@0.01", tuned.Choice.Text);
        Assert.Equal([1, 3, 3], tuned.Trials.Select(static trial => trial.Losses.Length));
        Assert.Equal(double.NaN, tuned.Trials[0].Losses[0]);
    }

    [Fact]
    public void Stored_runs_are_found_whatever_the_threads()
    {
        var store = new TrialFolder(_folder["cache"]);
        Candidate adam = Ready("adam@0.01:schedule=cosine");
        using TaskRuns first = Runs(2, store), second = Runs(1, store), none = Runs();

        RunCurve[] made = first.Score(adam, 30, 30, 30), found = second.Score(adam, 30, 30, 30), again = none.Score(adam, 30, 30, 30);

        Assert.Equal(3, Directory.GetFiles(store.Root).Length);
        foreach (RunCurve[] others in new[] { found, again })
            Assert.Equal(made.Select(static run => run.ToNumbers()), others.Select(static run => run.ToNumbers()));
        Assert.Equal(3, made.Select(static run => run.Losses[0]).Distinct().Count()); // other starts and batches
        Assert.All(made, static run => Assert.Equal(30, run.Tests.Single().Step), throwIfEmpty: true);
    }

    [Fact]
    public void A_short_run_is_the_beginning_of_a_long_one_unless_its_length_is_known()
    {
        using TaskRuns runs = Runs();
        Candidate constant = Ready("adam@0.01"), cosine = Ready("adam@0.01:schedule=cosine");

        Assert.Equal(runs.Score(constant, 30, 60, 60)[0].Losses.Take(30), runs.Score(constant, 30, 30, 60)[0].Losses);
        Assert.NotEqual(runs.Score(cosine, 60, 60, 60)[0].Losses[29], runs.Score(cosine, 30, 30, 60)[0].Losses[29]);
        Assert.NotEqual(runs.RngOf("search", 0).NextUInt32(), runs.RngOf("score", 0).NextUInt32());
    }

    [Fact]
    public void One_rate_of_Muon_is_chosen_by_all_tasks()
    {
        // Over the best of any setting: 0.001 ln 4 and ln 2, 0.003 ln 2 and 0, 0.01 0 and ln 8, 0.03 diverges.
        var choice = PeerChoice.Of([Record("a", [4, 2, 1, double.NaN]), Record("b", [2, 1, 8, 3])]);

        Assert.Equal(0.003, choice.Rate);
        Assert.Equal(new[] { Math.Log(8) / 2, Math.Log(2) / 2, Math.Log(8) / 2 }, choice.Excess.Take(3).ToArray(), static (a, b) =>
            Math.Abs(a - b) < 1e-12);
        Assert.Equal(double.PositiveInfinity, choice.Excess[3]);
    }

    private static TaskRecord Record(string task, double[] losses) => new(task,
        [new ScoredOptimizer(Baselines.Muon, 200, "", [.. losses.Select((loss, i) =>
            new SearchTrial(PeerChoice.At(PeerChoice.Rates[i]).Text, [loss], false))], [])]);

    private static Candidate Ready(string text) => Candidate.Ready(text, TestContestants.Baseline(text));

    private TaskRuns Runs(int threads = 1, TrialFolder? store = null) => new(
        new Suite("tiny", "", [_task], horizons: [30, 60]), _task, new SuiteData(new DataFolder(_folder.Root), []), store, threads,
        CancellationToken.None);
}
