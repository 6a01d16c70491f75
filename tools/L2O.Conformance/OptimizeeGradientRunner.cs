using L2O.Data;
using L2O.Optimizees;

namespace L2O.Conformance;

/// <summary>Kind <c>optimizee_gradient</c>: one training pass of a network, then one evaluation.</summary>
internal sealed class OptimizeeGradientRunner(Compute compute) : ICaseRunner
{
    private const double DenseBound = 1e-5;
    private const double ConvolutionBound = 1e-4; // more terms a sum, and other orders of summation are common

    public string Kind => "optimizee_gradient";

    public string? WhyUnsupported(ConformanceCase @case) => CaseOptimizee.WhyUnsupported(@case);

    public void Run(ConformanceCase @case, CaseComparison comparison)
    {
        var batches = new CaseBatches(@case, iterations: null);
        Network<float> network = CaseOptimizee.Create(@case, "theta.", batches.InputSize, compute);
        double bound = @case.Settings.Text("optimizee").StartsWith("mlp-", StringComparison.Ordinal) ? DenseBound : ConvolutionBound;
        float[] theta = @case.ReadGroup("theta.", network.Layout), gradient = new float[theta.Length];
        @case.ReadGroup("theta.", network.StatisticsLayout).CopyTo(network.Statistics);

        Batch<float> batch = batches[0];
        LossAndAccuracy training = network.LossAndGradient(theta, batch, gradient);
        comparison.Scalar("loss", training.Loss, bound);
        comparison.Scalar("accuracy", training.Accuracy, bound);
        comparison.Group("gradient.", network.Layout, gradient, bound);
        if (network.StatisticsLayout.Count > 0)
            comparison.Group("after.", network.StatisticsLayout, network.Statistics, bound);
        LossAndAccuracy evaluation = network.Loss(theta, batch);
        comparison.Scalar("eval_loss", evaluation.Loss, bound);
        comparison.Scalar("eval_accuracy", evaluation.Accuracy, bound);
    }
}
