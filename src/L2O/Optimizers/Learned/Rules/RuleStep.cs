using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Learned.Rules;

/// <summary>What a rule reads and writes in one step.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public readonly ref struct RuleStep<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RuleOptimizer<T> _optimizer;
    private readonly StateArray<T>[] _state;
    private readonly StepInput<T> _input;
    private readonly TensorSpans<T> _update;
    private readonly RuleClock _clock;

    internal RuleStep(RuleOptimizer<T> optimizer, ParameterLayout layout, StateArray<T>[] state, RuleClock clock, StepInput<T> input,
        TensorSpans<T> update)
    {
        (_optimizer, Layout, _state, _clock) = (optimizer, layout, state, clock);
        _input = input;
        _update = update;
    }

    /// <summary>Names, shapes and roles of the tensors.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>Number of tensors.</summary>
    public int TensorCount => Layout.Slots.Length;

    /// <summary>(P) phi.</summary>
    public ReadOnlySpan<T> Phi => _optimizer.Phi;

    /// <summary>The step's number in the run, from 1.</summary>
    public int Iteration => _clock.Iteration;

    /// <summary>Steps of the run; for rules that need it.</summary>
    /// <exception cref="InvalidOperationException">The rule's needs do not say that it reads it.</exception>
    public int Horizon => _clock.Horizon ?? throw Unstated(OptimizerNeeds.Horizon);

    /// <summary>Loss on the batch at theta; for rules that need it.</summary>
    /// <exception cref="InvalidOperationException">The rule's needs do not say that it reads it.</exception>
    public double Loss => _input.Loss ?? throw Unstated(OptimizerNeeds.Loss);

    /// <summary>Loss on samples that are not trained on; for rules that need it.</summary>
    /// <exception cref="InvalidOperationException">The rule's needs do not say that it reads it.</exception>
    public double ValidationLoss => _input.ValidationLoss ?? throw Unstated(OptimizerNeeds.ValidationLoss);

    /// <summary>A tensor of phi.</summary>
    /// <param name="name">As in the rule's layout of phi.</param>
    public ReadOnlySpan<T> PhiOf(string name) => _optimizer.PhiLayout[name].Of(Phi);

    /// <summary>Whether a tensor has a gradient in this step. One without is to be left out: its parameters and its state stay.</summary>
    /// <param name="tensor">Its index in the layout.</param>
    public bool Has(int tensor) => _input.Gradient.Has(tensor);

    /// <summary>The step's number for a tensor: steps without its gradient do not count. From 1.</summary>
    /// <param name="tensor">Its index in the layout.</param>
    public int StepOf(int tensor) => _clock.Steps - _clock.Missed[tensor] + 1;

    /// <summary>The parameters of a tensor, row-major.</summary>
    /// <param name="tensor">Its index in the layout.</param>
    public ReadOnlySpan<T> Theta(int tensor) => _input.Theta[tensor];

    /// <summary>The gradient of a tensor, row-major; empty where it has none.</summary>
    /// <param name="tensor">Its index in the layout.</param>
    public ReadOnlySpan<T> Gradient(int tensor) => _input.Gradient[tensor];

    /// <summary>Where the update of a tensor goes: what is to be added to theta. Zero at first.</summary>
    /// <param name="tensor">Its index in the layout.</param>
    /// <exception cref="InvalidOperationException">The tensor has no gradient.</exception>
    public Span<T> Update(int tensor) => Has(tensor) ? _update[tensor] : throw Missing(tensor);

    /// <summary>A part of the state: (channel, coordinate) of a tensor, a tensor's values, or those of the network. To be changed in
    /// place.</summary>
    /// <param name="part">Its index in <see cref="LearnedRule.State"/>.</param>
    /// <param name="tensor">The tensor's index in the layout; any for what belongs to the network.</param>
    /// <exception cref="InvalidOperationException">The tensor has no gradient.</exception>
    public Span<T> State(int part, int tensor = 0) => _state[part].Owner == StateOwner.Network || _input.Gradient.Layout is null
        || Has(tensor) ? _state[part].Of(tensor) : throw Missing(tensor);

    private InvalidOperationException Missing(int tensor) =>
        new($"tensor '{Layout.Slots[tensor].Name}' has no gradient in this step; expected a rule that leaves it out");

    private InvalidOperationException Unstated(OptimizerNeeds need) =>
        new($"rule '{_optimizer.Name}' reads {need}; expected it to say so in its needs");
}
