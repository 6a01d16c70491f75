using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Learned.Rules;

/// <summary>
/// The reverse of an unroll of a rule with a backward pass: keeps theta and the state in front of each step, and chains the rule's
/// vector-Jacobian products from the last step to the first.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class RuleUnrollGradient<T> : IUnrollGradient<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RuleOptimizer<T> _optimizer;
    private readonly IDifferentiableRule _rule;
    private readonly RuleRun<T> _run;
    private readonly Moment[] _moments; // (step)
    private readonly StateArray<T>[] _state;
    private readonly StateArray<T>[] _stateAdjoints;
    private readonly AlignedBuffer<T> _update;
    private readonly AlignedBuffer<T> _dUpdate;
    private readonly AlignedBuffer<T> _later; // Σ of later gradients
    private readonly double[] _dPhi;
    private readonly int[] _missed;
    private int _next;

    public RuleUnrollGradient(RuleOptimizer<T> optimizer, IDifferentiableRule rule, RuleRun<T> run, int longestUnroll)
    {
        (_optimizer, _rule, _run) = (optimizer, rule, run);
        int n = run.Layout.Count;
        StateArray<T>[] Fresh() => [.. optimizer.Rule.State().Select(shape => new StateArray<T>(shape, run.Layout))];
        _moments = [.. Enumerable.Range(0, longestUnroll).Select(_ => new Moment(n, Fresh()))];
        (_state, _stateAdjoints, _missed) = (Fresh(), Fresh(), new int[run.Layout.Slots.Length]);
        (_update, _dUpdate, _later) = (new AlignedBuffer<T>(n), new AlignedBuffer<T>(n), new AlignedBuffer<T>(n));
        _dPhi = new double[optimizer.PhiLayout.Count];
    }

    public void Begin() => _next = 0;

    public void Record(int step) => _next = step + 1;

    /// <summary>Keeps what the coming step reads; counts only if <see cref="Record"/> follows.</summary>
    public void Capture(in StepInput<T> step, int iteration, int steps)
    {
        if (_next == _moments.Length)
            return;
        Moment moment = _moments[_next];
        TensorVectors.Gather(step.Theta, moment.Theta.Span);
        for (int i = 0; i < moment.State.Length; i++)
            _run.State[i].Values.CopyTo(moment.State[i].Values);
        (moment.Iteration, moment.Steps, moment.Loss, moment.ValidationLoss) = (iteration, steps, step.Loss, step.ValidationLoss);
    }

    public void Differentiate(UnrollView<T> unroll, Span<T> dPhi)
    {
        Array.Clear(_dPhi);
        _later.Span.Clear();
        foreach (StateArray<T> adjoint in _stateAdjoints)
            adjoint.Values.Clear();
        int n = _later.Length;
        for (int step = unroll.Steps - 1; step >= 0; step--)
        {
            ReadOnlySpan<T> gradient = unroll.Gradients.Slice(step * n, n);
            TensorPrimitives.Multiply(_later.Span, T.CreateChecked(unroll.GradientFactor), _dUpdate.Span);
            if (!unroll.UpdateAdjoints.IsEmpty)
                TensorPrimitives.Add(_dUpdate.Span, unroll.UpdateAdjoints.Slice(step * n, n), _dUpdate.Span);
            Backward(_moments[step], gradient);
            TensorPrimitives.Add(_later.Span, gradient, _later.Span);
        }
        TensorPrimitives.ConvertTruncating<double, T>(_dPhi, dPhi);
    }

    private void Backward(Moment moment, ReadOnlySpan<T> gradient)
    {
        ParameterLayout layout = _run.Layout;
        for (int i = 0; i < _state.Length; i++)
            moment.State[i].Values.CopyTo(_state[i].Values);
        _update.Span.Clear();
        var input = new StepInput<T>(new ReadOnlyTensorSpans<T>(layout, moment.Theta.Span), new ReadOnlyTensorSpans<T>(layout, gradient),
            moment.Loss, moment.ValidationLoss);
        var step = new RuleStep<T>(_optimizer, layout, _state, new RuleClock(moment.Iteration, moment.Steps, _missed, _run.Horizon), input,
            new TensorSpans<T>(layout, _update.Span));
        _rule.Backward(step, new RuleAdjoints<T>(layout, _dUpdate.Span, _stateAdjoints, _dPhi));
    }

    /// <summary>What one step read.</summary>
    private sealed class Moment(int n, StateArray<T>[] state)
    {
        public AlignedBuffer<T> Theta { get; } = new(n);

        public StateArray<T>[] State { get; } = state;

        public int Iteration { get; set; }

        public int Steps { get; set; }

        public double? Loss { get; set; }

        public double? ValidationLoss { get; set; }
    }
}
