using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.Learned.Factored;

namespace L2O.Optimizers.Learned.Replays;

/// <summary>
/// The gradient of phi over an unroll of an optimizer with factored mean squares. What its steps read of theta and of gradients is
/// constant, so that the steps are tied together by the sums of later gradients, and by the running means' rates where these are learned.
/// Keeps theta of each step and the state at the start; goes through the unroll once more, tensor by tensor, in double precision.
/// Allocates at its making only.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class ReplayGradient<T> : IUnrollGradient<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FactoredRun<T> _run;
    private readonly IReplayedNetwork<T> _network;
    private readonly FactoredReplay?[] _replays; // (tensor); null where the network leaves it alone
    private readonly AlignedBuffer<T> _theta; // (step, n)
    private readonly int[] _iterations; // (step)
    private readonly T[][] _start; // the state's parts
    private readonly double[] _later, _dUpdate, _dPhi;
    private int _next;

    /// <param name="run">The run.</param>
    /// <param name="network">The architecture's own part.</param>
    /// <param name="replays">(tensor); null where the network leaves it alone.</param>
    /// <param name="phiCount">P.</param>
    /// <param name="longestUnroll">Most steps.</param>
    public ReplayGradient(FactoredRun<T> run, IReplayedNetwork<T> network, FactoredReplay?[] replays, int phiCount, int longestUnroll)
    {
        (_run, _network, _replays) = (run, network, replays);
        int longest = run.Layout.Slots.Max(static slot => slot.Count);
        _theta = new AlignedBuffer<T>(checked(longestUnroll * run.Layout.Count));
        _iterations = new int[longestUnroll];
        _start = [.. run.StateParts.Select(static part => new T[part.Channels * part.Count])];
        (_later, _dUpdate, _dPhi) = (new double[longest], new double[longest], new double[phiCount]);
    }

    public void Begin()
    {
        _next = 0;
        _run.CopyState(_start);
    }

    public void Record(int step) => _next = step + 1;

    /// <summary>Keeps what the coming step reads; counts only if <see cref="Record"/> follows.</summary>
    public void Capture(in StepInput<T> step, int iteration)
    {
        if (_next == _iterations.Length)
            return;
        TensorVectors.Gather(step.Theta, _theta.Span.Slice(_next * _run.Layout.Count, _run.Layout.Count));
        _iterations[_next] = iteration;
    }

    public void Differentiate(UnrollView<T> unroll, Span<T> dPhi)
    {
        Array.Clear(_dPhi);
        _network.Begin();
        for (int k = 0; k < _replays.Length; k++)
            if (_replays[k] is { } replay)
                Differentiate(k, replay, unroll);
        for (int i = 0; i < dPhi.Length; i++)
            dPhi[i] = T.CreateTruncating(_dPhi[i]);
    }

    private void Differentiate(int tensor, FactoredReplay replay, UnrollView<T> unroll)
    {
        ParameterSlot slot = _run.Layout.Slots[tensor];
        int n = _run.Layout.Count;
        Span<double> later = _later.AsSpan(0, slot.Count), dUpdate = _dUpdate.AsSpan(0, slot.Count);
        later.Clear();
        for (int step = 0; step < unroll.Steps; step++)
            Add(later, slot.Of(unroll.Gradients.Slice(step * n, n)), 1);
        replay.Load(_run.StateOf(tensor, _start));
        for (int step = 0; step < unroll.Steps; step++)
        {
            ReadOnlySpan<T> gradient = slot.Of(unroll.Gradients.Slice(step * n, n));
            ReadOnlySpan<T> theta = slot.Of(_theta.Span.Slice(step * n, n));
            Add(later, gradient, -1);
            for (int i = 0; i < dUpdate.Length; i++)
                dUpdate[i] = unroll.GradientFactor * later[i];
            if (!unroll.UpdateAdjoints.IsEmpty)
                Add(dUpdate, slot.Of(unroll.UpdateAdjoints.Slice(step * n, n)), 1);
            replay.Step(_network.Rates, theta, gradient);
            _network.Add(tensor, replay, _iterations[step], dUpdate, _dPhi);
        }
    }

    private static void Add(Span<double> sums, ReadOnlySpan<T> values, double factor)
    {
        for (int i = 0; i < sums.Length; i++)
            sums[i] += factor * double.CreateTruncating(values[i]);
    }
}
