using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Rules;

namespace L2O.Conformance;

/// <summary>Kind <c>optimizer_trajectory</c>: the steps of a hand-designed optimizer along given gradients.</summary>
internal sealed class OptimizerTrajectoryRunner : ICaseRunner
{
    private const double Bound = 1e-5;

    public string Kind => "optimizer_trajectory";

    public string? WhyUnsupported(ConformanceCase @case) => Create(@case) is null
        ? $"optimizer '{@case.Settings.Object("optimizer").Text("name")}' is not in the catalog"
        : null;

    public void Run(ConformanceCase @case, CaseComparison comparison)
    {
        int n = @case.ReadLength("theta_0"), steps = @case.Tensors["gradients"].Count / n;
        float[] theta = @case.Read("theta_0", n), gradients = @case.Read("gradients", steps, n), thetas = new float[steps * n];
        OptimizerRun<float> run = Create(@case)!.Start(ParameterLayout.Vector(n));
        for (int step = 0; step < steps; step++)
        {
            run.Step(theta, gradients.AsSpan(step * n, n));
            theta.CopyTo(thetas, step * n);
        }
        comparison.Tensor("thetas", thetas, Bound);
    }

    private static IOptimizer<float>? Create(ConformanceCase @case)
    {
        CaseSettings settings = @case.Settings.Object("optimizer");
        double rate = settings.Number("learning_rate"), decay = settings.Number("weight_decay", absent: 0);
        return settings.Text("name") switch
        {
            "sgd" => new Sgd(rate, settings.Number("momentum", absent: 0), weightDecay: decay),
            "adam" =>
                new Adam(rate, settings.Number("beta1", 0.9), settings.Number("beta2", 0.999), settings.Number("epsilon", 1e-8), decay),
            "lion" => new Lion(rate, settings.Number("beta1", 0.9), settings.Number("beta2", 0.99), decay),
            _ => null,
        };
    }
}
