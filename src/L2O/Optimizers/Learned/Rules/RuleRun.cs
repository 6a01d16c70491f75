using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Learned.Rules;

/// <summary>One run of a <see cref="LearnedRule"/>: its state, and a second one to propose with.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class RuleRun<T> : LearnedRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RuleOptimizer<T> _optimizer;
    private readonly StateArray<T>[] _state;
    private readonly StateArray<T>[] _proposed;
    private readonly int[] _missed;
    private readonly int? _horizon;
    private RuleUnrollGradient<T>? _recorder;

    public RuleRun(RuleOptimizer<T> optimizer, ParameterLayout layout, RunContext? context) : base(layout, optimizer.Needs)
    {
        _optimizer = optimizer;
        _state = [.. optimizer.Rule.State().Select(AddState)];
        _proposed = [.. optimizer.Rule.State().Select(shape => new StateArray<T>(shape, layout))];
        _missed = new int[layout.Slots.Length];
        _horizon = optimizer.Needs.HasFlag(OptimizerNeeds.Horizon) ? context?.Horizon : null;
        OnReset();
    }

    public StateArray<T>[] State => _state;

    public int? Horizon => _horizon;

    internal override IUnrollGradient<T>? CreateUnrollGradient(int longestUnroll) => _optimizer.Rule is IDifferentiableRule rule
        ? _recorder = new RuleUnrollGradient<T>(_optimizer, rule, this, longestUnroll) : null;

    protected override void ComputeUpdate(in StepInput<T> step, TensorSpans<T> update, bool advance)
    {
        for (int k = 0; k < _missed.Length; k++)
        {
            _missed[k] = Steps - StepsOf(k);
            update[k].Clear();
        }
        if (advance)
            _recorder?.Capture(step, Iteration + 1, Steps);
        StateArray<T>[] state = advance ? _state : _proposed;
        if (!advance)
            for (int i = 0; i < state.Length; i++)
                _state[i].Values.CopyTo(state[i].Values);
        var clock = new RuleClock(Iteration + 1, Steps, _missed, _horizon);
        _optimizer.Rule.Update(new RuleStep<T>(_optimizer, Layout, state, clock, step, update));
    }

    protected override void OnReset() => _optimizer.Rule.InitializeState(
        new RuleStep<T>(_optimizer, Layout, _state, new RuleClock(Iteration, 0, _missed, _horizon), default, default));
}
