using L2O.Dynamics.Symmetry;
using L2O.MetaTesting;
using L2O.Numerics;
using L2O.Optimizees.Symmetry;
using L2O.Reporting.Tables;

namespace L2O.Studies.Paper.Claims;

/// <summary>C3: the learned optimizer breaks the rescale symmetry most while its loss falls fast.</summary>
internal sealed class DeviationAndLossClaim() : Claim(
    "C3",
    "L2O's large deviation comes with the first fast fall of its loss",
    "figure 4, text",
    "mlp-leaky-relu-20, iterations 1 to 100; Spearman's rank correlation within each run of the |rescale deviation| of the update with " +
        "the fall of the loss at that iteration "
        + "(central difference of the mean of nine batches), mean over the runs")
{
    private const string Optimizee = "mlp-leaky-relu-20";
    private const int Iterations = 100;
    private const int FewestPoints = 10;

    private static readonly string s_measure = SymmetryQuantities.OfUpdates[(int)SymmetryKind.Rescale].Name;

    private protected override void Collect(StudyTables tables, ClaimJudgment judgment)
    {
        var rate = new Dictionary<TestedRun, double>();
        var fallen = new Dictionary<TestedRun, double>();
        IReadOnlyDictionary<TestedRun, SortedDictionary<int, double>> deviations = tables.Series(Optimizee, "l2o", s_measure);
        foreach ((TestedRun run, LossCurve curve) in tables.Curves(Optimizee, "l2o")
            .Where(one => one.Curve.Points.Count > Iterations && deviations.ContainsKey(one.Run)))
        {
            double[] losses = [.. curve.Points.Select(static point => point.TrainLoss)];
            double[] smooth = [.. losses.Select((_, i) => MovingAverage.At(losses, i, ComparisonTable.Window))];
            (int Iteration, double Deviation)[] points = [.. deviations[run]
                .Where(static point => point.Key is > 1 and <= Iterations).Select(static point => (point.Key, point.Value))];
            if (points.Length < FewestPoints)
                throw new MissingResultException(
                    $"there are {points.Length} values of {s_measure} of l2o on {Optimizee} at iterations 2 to {Iterations}, not " +
                    $"{FewestPoints} at least");
            double[] deviation = [.. points.Select(static point => point.Deviation)];
            // Iteration i is element i - 1: its two neighbors are i - 2 and i.
            rate.Add(run,
                RankCorrelation.Of(deviation, [.. points.Select(point => smooth[point.Iteration - 2] - smooth[point.Iteration])]));
            fallen.Add(run, RankCorrelation.Of(deviation, [.. points.Select(point => smooth[0] - smooth[point.Iteration - 1])]));
        }
        if (rate.Count == 0)
            throw new MissingResultException(
                $"there is no run of l2o on {Optimizee} of more than {Iterations} iterations with its {s_measure}");
        judgment.Require("rank correlation of deviation and fall of the loss", "not given",
            RunBootstrap.Mean(new RunValues(rate)), above: 0);
        judgment.Show("rank correlation of deviation and the loss lost since the start", "not given",
            RunBootstrap.Mean(new RunValues(fallen)));
    }
}
