using System.Numerics;
using L2O.Kernels.Lstm;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Lstm;

/// <summary>
/// The reverse of a coordinate-wise LSTM's unroll. Keeps the extra inputs and the state at the unroll's start (a shared
/// one, which is small, in front of every step); the rest is computed again from the gradients.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class LstmUnrollGradient<T> : IUnrollGradient<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly CoordinateLstmRun<T> _run;
    private readonly ParameterLayout _phiLayout;
    private readonly LstmMetaGradient<T>? _kernel;
    private readonly LstmSharedMetaGradient<T>? _sharedKernel;
    private readonly AlignedBuffer<T> _states;
    private readonly AlignedBuffer<T> _extra; // (step, extra input, n)
    private readonly T _scale;

    public LstmUnrollGradient(CoordinateLstmOptimizer<T> optimizer, CoordinateLstmRun<T> run, int coordinates, int longestUnroll)
    {
        CoordinateLstm settings = optimizer.Settings;
        (_run, _phiLayout, _scale) = (run, settings.PhiLayout(), T.CreateChecked(settings.UpdateScale));
        if (settings.SharedState)
            _sharedKernel = new LstmSharedMetaGradient<T>(optimizer.Weights, settings.Inputs, coordinates, optimizer.Compute);
        else
            _kernel = new LstmMetaGradient<T>(optimizer.Weights, settings.Inputs, coordinates, longestUnroll, optimizer.Compute);
        _states = new AlignedBuffer<T>(checked(run.State.Length * (settings.SharedState ? longestUnroll + 1 : 1)));
        _extra = new AlignedBuffer<T>(checked(run.ExtraInputs.Length * longestUnroll));
    }

    public void Begin() => _run.State.CopyTo(_states.Span);

    public void Record(int step)
    {
        _run.ExtraInputs.CopyTo(_extra.Span[(step * _run.ExtraInputs.Length)..]);
        if (_sharedKernel is not null)
            _run.State.CopyTo(_states.Span[((step + 1) * _run.State.Length)..]);
    }

    public void Differentiate(UnrollView<T> unroll, Span<T> dPhi)
    {
        var spans = new LstmUnrollSpans<T>
        {
            Gradients = unroll.Gradients,
            Extra = _extra.Span,
            Adjoints = unroll.UpdateAdjoints,
            States = _states.Span,
            Steps = unroll.Steps,
            GradientFactor = _scale * T.CreateChecked(unroll.GradientFactor),
            AdjointFactor = _scale,
        };
        _kernel?.Run(spans);
        _sharedKernel?.Run(spans);
        LstmWeightSums total = _kernel?.Total ?? _sharedKernel!.Total;
        LstmTensors.Write(_phiLayout.Slots.AsSpan(), total, dPhi);
    }
}
