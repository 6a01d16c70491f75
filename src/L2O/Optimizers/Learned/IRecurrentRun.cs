using System.Collections.Immutable;
using System.Numerics;

namespace L2O.Optimizers.Learned;

/// <summary>A run whose recurrent state can be looked at. Looking changes nothing and allocates nothing.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public interface IRecurrentRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The parts of the state; empty if there is none.</summary>
    ImmutableArray<RecurrentState> States { get; }

    /// <summary>Copies a part of the state as it is now.</summary>
    /// <param name="state">Index in <see cref="States"/>.</param>
    /// <param name="values">(channel, coordinate); overwritten.</param>
    /// <exception cref="ArgumentException">The length is not channels times coordinates.</exception>
    void ReadState(int state, Span<T> values);
}
