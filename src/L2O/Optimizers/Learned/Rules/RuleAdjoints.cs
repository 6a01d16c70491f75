using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Learned.Rules;

/// <summary>Derivatives of the meta-loss around one update of a rule.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public readonly ref struct RuleAdjoints<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ParameterLayout _layout;
    private readonly StateArray<T>[] _state;
    private readonly ReadOnlySpan<T> _update;

    internal RuleAdjoints(ParameterLayout layout, ReadOnlySpan<T> update, StateArray<T>[] state, Span<double> phi)
    {
        (_layout, _state) = (layout, state);
        _update = update;
        Phi = phi;
    }

    /// <summary>(P) by phi: this update's share is to be added.</summary>
    public Span<double> Phi { get; }

    /// <summary>By the update of a tensor.</summary>
    /// <param name="tensor">Its index in the layout.</param>
    public ReadOnlySpan<T> Update(int tensor) => _layout.Slots[tensor].Of(_update);

    /// <summary>By a part of the next state at first; to be replaced by the derivative by the state before.</summary>
    /// <param name="part">Its index in <see cref="LearnedRule.State"/>.</param>
    /// <param name="tensor">The tensor's index in the layout; any for what belongs to the network.</param>
    public Span<T> State(int part, int tensor = 0) => _state[part].Of(tensor);
}
