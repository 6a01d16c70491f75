using System.Numerics;
using System.Numerics.Tensors;
using L2O.Kernels.Lstm;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.RnnProp;

/// <summary>
/// The reverse of an RNNProp's unroll. Keeps the features and the slope of the last tanh of each step, and the state at the unroll's start.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class RnnPropUnrollGradient<T> : IUnrollGradient<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RnnPropOptimizer<T> _optimizer;
    private readonly RnnPropRun<T> _run;
    private readonly LstmMetaGradient<T> _kernel;
    private readonly AlignedBuffer<T> _state;
    private readonly AlignedBuffer<T> _features; // (step, 2, n)
    private readonly AlignedBuffer<T> _slopes; // (step, n)
    private readonly T _scale;

    public RnnPropUnrollGradient(RnnPropOptimizer<T> optimizer, RnnPropRun<T> run, int coordinates, int longestUnroll)
    {
        (_optimizer, _run, _scale) = (optimizer, run, T.CreateChecked(optimizer.Settings.UpdateScale));
        _kernel = new LstmMetaGradient<T>(optimizer.Weights, RnnProp.Inputs, coordinates, longestUnroll, optimizer.Compute);
        _state = new AlignedBuffer<T>(run.State.Length);
        _features = new AlignedBuffer<T>(checked(longestUnroll * run.Features.Length));
        _slopes = new AlignedBuffer<T>(checked(longestUnroll * coordinates));
    }

    public void Begin() => _run.State.CopyTo(_state.Span);

    public void Record(int step)
    {
        _run.Features.CopyTo(_features.Span[(step * _run.Features.Length)..]);
        Span<T> slopes = _slopes.Span.Slice(step * _run.Tanh.Length, _run.Tanh.Length);
        TensorPrimitives.Multiply(_run.Tanh, _run.Tanh, slopes);
        TensorPrimitives.Subtract(T.One, slopes, slopes);
    }

    public void Differentiate(UnrollView<T> unroll, Span<T> dPhi)
    {
        _kernel.Run(new LstmUnrollSpans<T>
        {
            Gradients = unroll.Gradients,
            Extra = _features.Span,
            Adjoints = unroll.UpdateAdjoints,
            Slopes = _slopes.Span,
            States = _state.Span,
            Steps = unroll.Steps,
            GradientFactor = _scale * T.CreateChecked(unroll.GradientFactor),
            AdjointFactor = _scale,
        });
        _optimizer.WriteGradient(_kernel.Total, dPhi);
    }
}
