using System.Collections.Immutable;
using System.Numerics;
using L2O.Kernels.Celo2;
using L2O.Kernels.Factored;
using L2O.Kernels.Products;
using L2O.Numerics;
using L2O.Optimizers.Learned.Factored;

namespace L2O.Optimizers.Learned.Celo2;

/// <summary>The steps of single tensors, with the scratch memory that all share. Allocates at its making only.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class Celo2Steps<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Epsilon = 1e-8;
    private const double AdamBound = 1e18; // of a gradient's coordinate: its square is finite in single precision

    private readonly Celo2Optimizer<T> _optimizer;
    private readonly ImmutableArray<FactoredTensor?> _tensors; // null: moved by Adam
    private readonly FactoredSteps<T> _steps;
    private readonly Celo2Finish<T> _finish;

    /// <param name="optimizer">Settings and weights.</param>
    /// <param name="layout">The tensors of theta.</param>
    public Celo2Steps(Celo2Optimizer<T> optimizer, ParameterLayout layout)
    {
        _optimizer = optimizer;
        _tensors = [.. layout.Slots.Select(slot => Celo2Tensor.IsByNetwork(slot, optimizer.Settings)
            ? Celo2Tensor.Of(slot, optimizer.Settings) : null)];
        _steps = new FactoredSteps<T>(optimizer.Compute, Celo2Features.Form, new Celo2Pass<T>(), layout, _tensors);
        (int, int)[] matrices = [.. _tensors.OfType<FactoredTensor>().Where(static tensor => tensor.Rows > 0)
            .Select(static tensor => (tensor.Rows, tensor.SliceLength / tensor.Rows))];
        _finish = new Celo2Finish<T>(optimizer.Compute, optimizer.Settings.Orthogonalize && matrices.Length > 0
            ? new NewtonSchulz<T>(optimizer.Compute, matrices) : null);
    }

    /// <summary>The step of a tensor that the network moves.</summary>
    /// <param name="tensor">Its index.</param>
    /// <param name="spans">What is read and written.</param>
    public void Network(int tensor, in FactoredSpans<T> spans)
    {
        FactoredTensor form = _tensors[tensor]!;
        int length = form.SliceLength;
        ReadOnlySpan<double> squares = _steps.Run(tensor, _optimizer.Weights, spans);
        for (int slice = 0; slice < squares.Length; slice++)
            Finish(form, squares[slice], spans.Theta.Slice(slice * length, length), spans.Update.Slice(slice * length, length),
                spans.Target.IsEmpty ? default : spans.Target.Slice(slice * length, length));
    }

    /// <summary>The step of a tensor that Adam moves.</summary>
    /// <param name="spans">What is read and written.</param>
    /// <param name="steps">The step's number for this tensor, from 1.</param>
    public void Vector(in FactoredSpans<T> spans, int steps)
    {
        Celo2 settings = _optimizer.Settings;
        double rate = settings.LearningRate * settings.VectorRateFactor;
        bool corrected = settings.VectorRule != Celo2VectorRule.UncorrectedAdam;
        var rule = new AdamVectorRule<T>
        {
            Step = -rate / (corrected ? 1 - Math.Pow(1 - Celo2Features.Rate0, steps) : 1),
            Correction = corrected ? 1 / (1 - Math.Pow(1 - Celo2Features.SquareRate, steps)) : 1,
            Inner = corrected ? 0 : Epsilon,
            Outer = corrected ? Epsilon : 0,
            Decay = -rate * settings.VectorWeightDecay,
            Rate = Celo2Features.Rate0,
            SquareRate = Celo2Features.SquareRate,
            Bound = settings.VectorRule == Celo2VectorRule.SharedAdam ? Celo2Features.Bound : AdamBound,
        };
        rule.Run(_optimizer.Compute.Lanes, spans);
    }

    private void Finish(FactoredTensor form, double squares, ReadOnlySpan<T> theta, Span<T> update, Span<T> target)
    {
        Celo2 settings = _optimizer.Settings;
        double rate = settings.LearningRate * (form.Rows == 0 ? settings.VectorRateFactor : 1);
        double decay = rate * (form.Rows == 0 ? settings.VectorWeightDecay : settings.WeightDecay);
        _finish.Run(form.Rows, squares, rate, decay, theta, update, target);
    }
}
