using L2O.Numerics;

namespace L2O.Conformance;

/// <summary>Collects how well the outputs of one case agree.</summary>
/// <param name="case">Holds the expected values.</param>
internal sealed class CaseComparison(ConformanceCase @case)
{
    private readonly List<ComparedTensor> _compared = [];

    /// <summary>
    /// The output with the largest error; if some lie outside their bounds, the largest of those. Null if nothing was compared.
    /// </summary>
    public ComparedTensor? Worst
    {
        get
        {
            ComparedTensor? worst = null;
            foreach (ComparedTensor tensor in _compared)
                if (worst is not { } other || IsWorse(tensor, other))
                    worst = tensor;
            return worst;
        }
    }

    /// <summary>Compares a tensor as one vector.</summary>
    /// <param name="name">The expected tensor.</param>
    /// <param name="ours">Row-major.</param>
    /// <param name="bound">Largest error that passes.</param>
    public void Tensor(string name, ReadOnlySpan<float> ours, double bound) =>
        _compared.Add(new ComparedTensor(name, RelativeError.OfVector(Widen(ours), @case.Tensors.ReadDouble(name)), bound));

    /// <inheritdoc cref="Tensor(string, ReadOnlySpan{float}, double)"/>
    public void Tensor(string name, ReadOnlySpan<double> ours, double bound) =>
        _compared.Add(new ComparedTensor(name, RelativeError.OfVector(ours, @case.Tensors.ReadDouble(name)), bound));

    /// <summary>Compares all tensors of a layout as one long vector: a small tensor by itself can be pure cancellation.</summary>
    /// <param name="prefix">In front of each expected tensor's name, e.g. <c>phi_1.</c>.</param>
    /// <param name="layout">Names and places in <paramref name="ours"/>.</param>
    /// <param name="ours">The flat vector.</param>
    /// <param name="bound">Largest error that passes.</param>
    public void Group(string prefix, ParameterLayout layout, ReadOnlySpan<float> ours, double bound) =>
        _compared.Add(new ComparedTensor($"{prefix}*", RelativeError.OfVector(Widen(ours), Widen(@case.ReadGroup(prefix, layout))), bound));

    /// <summary>Compares one vector with another, relative to how far it has moved.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="ours">What was computed.</param>
    /// <param name="expected">What should have been.</param>
    /// <param name="start">Where both began.</param>
    /// <param name="bound">Largest error that passes.</param>
    public void Movement(string name, ReadOnlySpan<float> ours, ReadOnlySpan<float> expected, ReadOnlySpan<float> start, double bound)
    {
        double[] from = Widen(start);
        double[] Moved(double[] to) => [.. to.Zip(from, static (end, begin) => end - begin)];
        _compared.Add(new ComparedTensor(name, RelativeError.OfVector(Moved(Widen(ours)), Moved(Widen(expected))), bound));
    }

    /// <summary>Compares a single number.</summary>
    public void Scalar(string name, double ours, double bound) =>
        _compared.Add(new ComparedTensor(name, RelativeError.OfScalar(ours, @case.ReadScalar(name)), bound));

    private static bool IsWorse(ComparedTensor tensor, ComparedTensor other)
    {
        if (tensor.IsWithin != other.IsWithin)
            return !tensor.IsWithin;
        return double.IsNaN(tensor.Error) || tensor.Error > other.Error;
    }

    private static double[] Widen(ReadOnlySpan<float> values)
    {
        double[] wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = values[i];
        return wide;
    }
}
