using System.Collections.Immutable;
using System.Numerics;
using L2O.Kernels.Celo2;
using L2O.Kernels.Products;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Celo2;

/// <summary>The steps of single tensors, with the scratch memory that all share. Allocates at its making only.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class Celo2Steps<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Epsilon = 1e-8;
    private const double AdamBound = 1e18; // of a gradient's coordinate: its square is finite in single precision

    private readonly Celo2Optimizer<T> _optimizer;
    private readonly ImmutableArray<Celo2Tensor> _tensors;
    private readonly Celo2LineStep<T> _lines;
    private readonly Celo2SliceStep<T> _slices;
    private readonly FactoredMoments<T>?[] _moments; // (tensor), of slices
    private readonly Celo2Finish<T> _finish;
    private readonly double[] _squares; // (slice)

    /// <param name="optimizer">Settings and weights.</param>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="tensors">What they are.</param>
    public Celo2Steps(Celo2Optimizer<T> optimizer, ParameterLayout layout, ImmutableArray<Celo2Tensor> tensors)
    {
        (_optimizer, _tensors, _moments) = (optimizer, tensors, new FactoredMoments<T>?[tensors.Length]);
        int largestTensor = 0, largestSlice = 0, slices = 0;
        for (int k = 0; k < tensors.Length; k++)
        {
            if (tensors[k].Form != Celo2Tensor.Kind.Slices)
                continue;
            int count = layout.Slots[k].Count;
            _moments[k] = new FactoredMoments<T>(count, tensors[k].Shape.IsEmpty ? null : new FactoredAxes(tensors[k].Shape));
            (largestTensor, largestSlice) = (Math.Max(largestTensor, count), Math.Max(largestSlice, tensors[k].SliceLength));
            slices = Math.Max(slices, count / tensors[k].SliceLength);
        }
        _squares = new double[slices];
        _lines = new Celo2LineStep<T>(optimizer.Compute, [.. tensors.Where(static tensor => tensor.Form == Celo2Tensor.Kind.Matrix)
            .Select(static tensor => (tensor.Rows, tensor.SliceLength / tensor.Rows))]);
        _slices = new Celo2SliceStep<T>(optimizer.Compute, largestTensor, largestSlice);
        _finish = new Celo2Finish<T>(optimizer.Compute, optimizer.Settings.Orthogonalize
            ? new NewtonSchulz<T>(optimizer.Compute, [.. tensors.Where(static tensor => tensor.Rows > 0)
                .Select(static tensor => (tensor.Rows, tensor.SliceLength / tensor.Rows))])
            : null);
    }

    /// <summary>The step of a tensor that the network moves.</summary>
    /// <param name="tensor">Its index.</param>
    /// <param name="spans">What is read and written.</param>
    public void Network(int tensor, in Celo2Spans<T> spans)
    {
        Celo2Tensor form = _tensors[tensor];
        int length = form.SliceLength;
        if (form.Form == Celo2Tensor.Kind.Matrix)
        {
            Finish(form, _lines.Run(form.Rows, length / form.Rows, _optimizer.Weights, spans), spans.Theta, spans.Update);
            return;
        }
        Span<double> squares = _squares.AsSpan(0, spans.Update.Length / length);
        _slices.Run(_moments[tensor]!, length, _optimizer.Weights, spans, squares);
        for (int slice = 0; slice < squares.Length; slice++)
            Finish(form, squares[slice], spans.Theta.Slice(slice * length, length), spans.Update.Slice(slice * length, length));
    }

    /// <summary>The step of a tensor that Adam moves.</summary>
    /// <param name="spans">What is read and written.</param>
    /// <param name="steps">The step's number for this tensor, from 1.</param>
    public void Vector(in Celo2Spans<T> spans, int steps)
    {
        Celo2 settings = _optimizer.Settings;
        double rate = settings.LearningRate * settings.VectorRateFactor;
        bool corrected = settings.VectorRule != Celo2VectorRule.UncorrectedAdam;
        var rule = new Celo2VectorRule<T>
        {
            Step = -rate / (corrected ? 1 - Math.Pow(1 - Celo2Features.Rate0, steps) : 1),
            Correction = corrected ? 1 / (1 - Math.Pow(1 - Celo2Features.SquareRate, steps)) : 1,
            Inner = corrected ? 0 : Epsilon,
            Outer = corrected ? Epsilon : 0,
            Decay = -rate * settings.VectorWeightDecay,
            Bound = settings.VectorRule == Celo2VectorRule.SharedAdam ? Celo2Features.Bound : AdamBound,
        };
        rule.Run(_optimizer.Compute.Lanes, spans);
    }

    private void Finish(Celo2Tensor form, double squares, ReadOnlySpan<T> theta, Span<T> update)
    {
        Celo2 settings = _optimizer.Settings;
        double rate = settings.LearningRate * (form.Rows == 0 ? settings.VectorRateFactor : 1);
        double decay = rate * (form.Rows == 0 ? settings.VectorWeightDecay : settings.WeightDecay);
        _finish.Run(form.Rows, squares, rate, decay, theta, update);
    }
}
