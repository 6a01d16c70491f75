using L2O.Experiments;
using L2O.Studies.Yardstick.Runs;
using L2O.Studies.Yardstick.Scores;
using L2O.Studies.Yardstick.Suites;
using Xunit;

namespace L2O.Tests.Studies.Yardstick;

public sealed class ScoreBoardTests
{
    private const int Horizon = 4;

    [Fact]
    public void An_optimizer_on_a_task_is_compared_with_Adam()
    {
        // Adam's medians: 1, 0.5, 0.4, 0.3, and in twice the steps 0.2 at step 6. The other's final losses are 0.2, 0.25 and 0.2.
        TaskScore score = new ScoreBoard([Task("a", 0.2)], 3).On(Task("a", 0.2), "other", Horizon)!;

        Assert.Equal((1.5, true), (score.SpeedUp, score.Reached));
        Assert.Equal(1.5 * 2 / 6, score.TimeSpeedUp, 1e-12); // a step of the other takes three times as long
        Assert.Equal(0.2 / 0.3, score.FinalRatio, 1e-12);
        Assert.Equal(0.5, score.MeanRatio, 1e-12);
        Assert.Equal(0.05, score.TestGain, 1e-12);
        Assert.Equal((true, 0.0, 1.0), (score.Won, score.Diverged, score.Improvement));
        Assert.Equal(("validation", "other@1"), (score.Part, score.Setting));
    }

    [Fact]
    public void A_summary_takes_the_middle_of_the_tasks()
    {
        ScoredTask[] tasks = [Task("a", 0.2), Task("b", 0.3), Task("c", 0.05), Task("d", double.NaN)]; // speed-ups 1.5, 1, 2+, 0
        ScoreSummary summary = new ScoreBoard(tasks, 3).Summary("other", Horizon)!;

        Assert.Equal(4, summary.Tasks);
        Assert.Equal(1.25, summary.SpeedUp.Value, 1e-12); // of 1 and 1.5
        Assert.Equal(1, summary.NotReached);
        Assert.Equal(0.5, summary.Won.Value); // a and c; b is level
        Assert.Equal(0.25, summary.Diverged.Value);
        Assert.Equal((1 + 0.2 / 0.3) / 2, summary.FinalRatio.Value, 1e-12); // of 0.05/0.3, 0.2/0.3, 1 and infinite
        Assert.True(summary.SpeedUp.Low < 1.25 && summary.SpeedUp.High > 1.25);
        Assert.Null(new ScoreBoard(tasks, 3).Summary("other", 5));
    }

    [Fact]
    public void Two_optimizers_are_compared_where_both_ran()
    {
        PairScore pair = new ScoreBoard([Task("a", 0.2), Task("b", 0.6)], 3).Pair("other", Baselines.Adam, Horizon)!;

        Assert.Equal(0.5, pair.Won.Value);
        Assert.Equal((0.2 / 0.3 + 0.6 / 0.3) / 2, pair.FinalRatio.Value, 1e-12);
        Assert.Null(new ScoreBoard([Task("a", 0.2)], 3).Pair("other", "none", Horizon));
    }

    private static ScoredTask Task(string name, double final)
    {
        double[] finals = [final, final + 0.05, final];
        var curves = new Dictionary<string, float[]>(StringComparer.Ordinal);
        for (int seed = 0; seed < 3; seed++)
        {
            float shift = 0.01f * (seed - 1); // the middle run is the median
            curves[TaskRecord.CurveName(Baselines.Adam, Horizon, seed)] = [1 + shift, 0.5f + shift, 0.4f + shift, 0.3f + shift];
            curves[TaskRecord.DoubleName(Horizon, seed)] =
                [1 + shift, 0.6f + shift, 0.5f + shift, 0.4f + shift, 0.3f + shift, 0.2f + shift, 0.15f + shift, 0.1f + shift];
        }
        return new ScoredTask(new SuiteTask(name, SuitePart.Validation, new DataSettings(), "mlp-relu-20"),
            [
                new ScoredOptimizer(Baselines.Adam, Horizon, "adam@1", [], [.. new[] { 0.29, 0.3, 0.31 }
                    .Select(static loss => new ScoredRun(1, loss, false, 1, 0.8))]),
                new ScoredOptimizer("other", Horizon, "other@1", [], [.. finals
                    .Select(static loss => new ScoredRun(0.5, loss, double.IsNaN(loss), 1, 0.85))]),
            ], curves, new Dictionary<string, double> { [Baselines.Adam] = 2, ["other"] = 6 });
    }
}
