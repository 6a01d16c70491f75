using L2O.Dynamics.Symmetry;
using L2O.Numerics;

namespace L2O.Conformance;

/// <summary>Kind <c>symmetry_deviation</c>: how far an update of a network with one hidden layer leaves each symmetry.</summary>
internal sealed class SymmetryDeviationRunner : ICaseRunner
{
    private const double Bound = 1e-4;
    private const string Front = "layers.mat_0", Behind = "layers.final_mat";

    public string Kind => "symmetry_deviation";

    public string? WhyUnsupported(ConformanceCase @case) => @case.Tensors.Contains("theta.layers.mat_1.weight")
        ? $"'{@case.Settings.Text("optimizee")}' has several hidden layers; the case's deviations are those of one"
        : null;

    public void Run(ConformanceCase @case, CaseComparison comparison)
    {
        var layout = new ParameterLayout([.. new[] { $"{Front}.weight", $"{Front}.bias", $"{Behind}.weight", $"{Behind}.bias" }
            .Select(name => (name, @case.Tensors.Shape($"theta.{name}").ToArray()))]);
        ReadOnlySpan<float> theta = @case.ReadGroup("theta.", layout), update = @case.ReadGroup("update.", layout);
        comparison.Scalar("rescale", SymmetryDeviation.Rescale(layout, Front, Behind, theta, update), Bound);
        comparison.Scalar("translation_weight", SymmetryDeviation.TranslationWeight(layout, Behind, update), Bound);
        comparison.Scalar("translation_bias", SymmetryDeviation.TranslationBias(layout, Behind, update), Bound);
        comparison.Scalar("scale", SymmetryDeviation.Scale(layout, Front, theta, update), Bound);
    }
}
