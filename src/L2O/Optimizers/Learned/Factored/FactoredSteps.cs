using System.Collections.Immutable;
using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Factored;

/// <summary>The network's steps of single tensors, with the scratch memory that all share. Allocates at its making only.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class FactoredSteps<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ImmutableArray<FactoredTensor?> _tensors;
    private readonly LineStep<T> _lines;
    private readonly SliceStep<T> _slices;
    private readonly FactoredMoments<T>?[] _moments; // (tensor), where rows are short
    private readonly double[] _squares; // (slice)

    /// <param name="compute">Lanes and threads.</param>
    /// <param name="form">What the network reads.</param>
    /// <param name="network">The network.</param>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="tensors">What they are; null for those that the network leaves alone.</param>
    public FactoredSteps(Compute compute, FeatureForm form, INetworkPass<T> network, ParameterLayout layout,
        ImmutableArray<FactoredTensor?> tensors)
    {
        (_tensors, _moments) = (tensors, new FactoredMoments<T>?[tensors.Length]);
        int largestTensor = 0, largestSlice = 0, slices = 1;
        for (int k = 0; k < tensors.Length; k++)
        {
            if (tensors[k] is not { HasLongRows: false } tensor)
                continue;
            int count = layout.Slots[k].Count;
            _moments[k] = new FactoredMoments<T>(form, count, tensor.Shape.IsEmpty ? null : new FactoredAxes(tensor.Shape, form.TurnsTies));
            (largestTensor, largestSlice) = (Math.Max(largestTensor, count), Math.Max(largestSlice, tensor.SliceLength));
            slices = Math.Max(slices, count / tensor.SliceLength);
        }
        _squares = new double[slices];
        _lines = new LineStep<T>(compute, form, network,
            [.. tensors.OfType<FactoredTensor>().Where(static tensor => tensor.HasLongRows).Select(static t => (t.Shape[0], t.Shape[1]))]);
        _slices = new SliceStep<T>(compute, form, network, largestTensor, largestSlice);
    }

    /// <summary>Moves the state of a tensor on and computes the network's outputs.</summary>
    /// <param name="tensor">Its index.</param>
    /// <param name="weights">Phi.</param>
    /// <param name="spans">What is read and written.</param>
    /// <returns>(slice) Σ output² of networks that give it.</returns>
    public ReadOnlySpan<double> Run(int tensor, FeatureWeights<T> weights, in FactoredSpans<T> spans)
    {
        FactoredTensor form = _tensors[tensor]!;
        if (form.HasLongRows)
        {
            _squares[0] = _lines.Run(form.Shape[0], form.Shape[1], weights, spans);
            return _squares.AsSpan(0, 1);
        }
        Span<double> squares = _squares.AsSpan(0, spans.Theta.Length / form.SliceLength);
        _slices.Run(_moments[tensor]!, form.SliceLength, weights, spans, squares);
        return squares;
    }
}
