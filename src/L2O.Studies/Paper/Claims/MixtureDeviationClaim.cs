using L2O.Dynamics.Symmetry;
using L2O.Optimizees.Symmetry;

namespace L2O.Studies.Paper.Claims;

/// <summary>C6: the more Lion in a mixture with SGD, the more it breaks the translation symmetry.</summary>
internal sealed class MixtureDeviationClaim() : Claim(
    "C6",
    "The translation deviation of Lion-SGD's updates grows with Lion's weight λ_L; SGD alone is at rounding level (a ten-thousandth of " +
        "Lion's at most)",
    "figure 7, left",
    "mlp-sigmoid-100-100, |translation deviation| of the updates at iteration 200; ratios of the means over the runs")
{
    private const int Iteration = 200;
    private const double Rounding = 1e-4;

    private static readonly string s_measure = SymmetryQuantities.OfUpdates[(int)SymmetryKind.Translation].Name;

    private static readonly string[] s_study = ["0", "0.07", "0.16", "0.35", "0.40"];
    private static readonly string[] s_growth = ["infinite", "2.3", "2.2", "1.1"];

    private protected override void Collect(StudyTables tables, ClaimJudgment judgment)
    {
        RunValues Of(int index) => tables.Measured(LionSgdSweep.Optimizee, LionSgdSweep.Name(index), s_measure, Iteration);
        for (int i = 0; i < LionSgdSweep.Weights.Length; i++)
            judgment.Show($"|translation deviation| of λ_L = {LionSgdSweep.Weights[i]} at {Iteration}",
                s_study[i], RunBootstrap.Mean(Of(i)));
        for (int i = 1; i < LionSgdSweep.Weights.Length; i++)
            judgment.Require($"λ_L = {LionSgdSweep.Weights[i]} over {LionSgdSweep.Weights[i - 1]} at {Iteration}",
                s_growth[i - 1], RunBootstrap.Ratio(Of(i), Of(i - 1)), above: 1);
        judgment.Require($"SGD over Lion at {Iteration}", "0", RunBootstrap.Ratio(Of(0), Of(LionSgdSweep.Weights.Length - 1)),
            below: Rounding);
    }
}
