namespace L2O.Studies.Paper.Claims;

/// <summary>C7: the more Lion in a mixture with SGD, the lower the loss.</summary>
internal sealed class MixtureLossClaim() : Claim(
    "C7",
    "Lion-SGD's loss at iteration 100 falls as Lion's weight λ_L grows; from 0.5 to 1, where the study's values are equal, it rises by " +
        "less than a tenth",
    "figure 7, right",
    "mlp-sigmoid-100-100; training loss, trailing mean of five batches; ratios of the means over the runs")
{
    private const int Iteration = 100;
    private const double Level = 1.1;

    private static readonly string[] s_study = ["1.0", "0.55", "0.4", "0.36", "0.36"];
    private static readonly string[] s_fall = ["0.55", "0.73", "0.9", "1"];

    private protected override void Collect(StudyTables tables, ClaimJudgment judgment)
    {
        RunValues Of(int index) => tables.Loss(LionSgdSweep.Optimizee, LionSgdSweep.Name(index), Iteration);
        int last = LionSgdSweep.Weights.Length - 1;
        for (int i = 0; i <= last; i++)
            judgment.Show($"train loss of λ_L = {LionSgdSweep.Weights[i]} at {Iteration}", s_study[i], RunBootstrap.Mean(Of(i)));
        for (int i = 1; i <= last; i++)
            judgment.Require($"loss of λ_L = {LionSgdSweep.Weights[i]} over {LionSgdSweep.Weights[i - 1]} at {Iteration}",
                s_fall[i - 1], RunBootstrap.Ratio(Of(i), Of(i - 1)), below: i == last ? Level : 1);
    }
}
