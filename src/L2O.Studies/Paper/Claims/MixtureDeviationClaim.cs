using L2O.Dynamics.Symmetry;

namespace L2O.Studies.Paper.Claims;

/// <summary>C6: the more Lion in a mixture with SGD, the more it breaks the translation symmetry.</summary>
internal sealed class MixtureDeviationClaim() : Claim(
    "C6",
    "The translation deviation of Lion-SGD's updates grows with Lion's weight λ_L; SGD alone is at rounding level (a ten-thousandth of " +
        "Lion's at most)",
    "figure 7, left",
    "mlp-sigmoid-100-100, magnitude of the signed sum of the updates in front of the softmax, weights and bias together; trailing mean " +
        "of ten snapshots, every tenth iteration up to 200; ratios of the means over the runs")
{
    private const int Iteration = 200;
    private const int Snapshots = 10;
    private const double Rounding = 1e-4;

    private static readonly string s_measure = SymmetryQuantities.TranslationSum.Name;

    private static readonly string[] s_study = ["0", "0.07", "0.16", "0.35", "0.40"];
    private static readonly string[] s_growth = ["infinite", "2.3", "2.2", "1.1"];

    private protected override void Collect(StudyTables tables, ClaimJudgment judgment)
    {
        RunValues Of(int index) => Magnitude(tables, LionSgdSweep.Name(index));
        for (int i = 0; i < LionSgdSweep.Weights.Length; i++)
            judgment.Show($"|translation deviation| of λ_L = {LionSgdSweep.Weights[i]} at {Iteration}",
                s_study[i], RunBootstrap.Mean(Of(i)));
        for (int i = 1; i < LionSgdSweep.Weights.Length; i++)
            judgment.Require($"λ_L = {LionSgdSweep.Weights[i]} over {LionSgdSweep.Weights[i - 1]} at {Iteration}",
                s_growth[i - 1], RunBootstrap.Ratio(Of(i), Of(i - 1)), above: 1);
        judgment.Require($"SGD over Lion at {Iteration}", "0", RunBootstrap.Ratio(Of(0), Of(LionSgdSweep.Weights.Length - 1)),
            below: Rounding);
    }

    private static RunValues Magnitude(StudyTables tables, string optimizer)
    {
        IReadOnlyDictionary<TestedRun, SortedDictionary<int, double>> series = tables.Series(LionSgdSweep.Optimizee, optimizer, s_measure);
        Dictionary<TestedRun, double> values = series.Where(static run => run.Value.ContainsKey(Iteration)).ToDictionary(
            static run => run.Key, static run => run.Value.TakeWhile(static point => point.Key <= Iteration).TakeLast(Snapshots)
                .Average(static point => Math.Abs(point.Value)));
        return values.Count > 0 ? new RunValues(values)
            : throw new MissingResultException(
                $"there is no {s_measure} of {optimizer} on {LionSgdSweep.Optimizee} at iteration {Iteration}");
    }
}
