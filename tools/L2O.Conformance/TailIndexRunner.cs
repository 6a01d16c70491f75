using L2O.Dynamics.TailIndices;

namespace L2O.Conformance;

/// <summary>Kind <c>tail_index</c>: how heavy-tailed given samples are.</summary>
internal sealed class TailIndexRunner : ICaseRunner
{
    private const double Bound = 1e-4;

    public string Kind => "tail_index";

    public string? WhyUnsupported(ConformanceCase @case) => null;

    public void Run(ConformanceCase @case, CaseComparison comparison)
    {
        (int _, int dimension) = @case.ReadMatrixSize("samples");
        double[] samples = @case.Tensors.ReadDouble("samples");
        comparison.Scalar("alpha", TailIndex.Estimate<double>(samples, dimension, @case.Settings.Integer("group_size", least: 2)), Bound);
    }
}
