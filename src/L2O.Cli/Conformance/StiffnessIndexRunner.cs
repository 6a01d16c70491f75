using L2O.Dynamics;

namespace L2O.Cli.Conformance;

/// <summary>Kind <c>stiffness_index</c>: a tensor's relative rate of change.</summary>
internal sealed class StiffnessIndexRunner : ICaseRunner
{
    private const double Bound = 1e-5;

    public string Kind => "stiffness_index";

    public string? WhyUnsupported(ConformanceCase @case) => null;

    public void Run(ConformanceCase @case, CaseComparison comparison)
    {
        int[] shape = [.. @case.Tensors.Shape("before")];
        float[] before = @case.Read("before", shape), after = @case.Read("after", shape);
        comparison.Scalar("index", StiffnessIndex.Compute<float>(before, after, @case.Settings.Number("time_delta")), Bound);
    }
}
