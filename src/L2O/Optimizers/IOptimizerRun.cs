using System.Numerics;

namespace L2O.Optimizers;

/// <summary>
/// One run of an optimizer: owns the optimizer's state, one value or more a coordinate. Allocates nothing after its start.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public interface IOptimizerRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Number of steps made.</summary>
    int Iteration { get; }

    /// <summary>The update that <see cref="Step"/> would add to theta now. Changes no state.</summary>
    /// <param name="theta">(n) parameters.</param>
    /// <param name="gradient">(n) gradient at theta.</param>
    /// <param name="update">(n) what would be added to theta, its sign and scale included; overwritten.</param>
    void Propose(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update);

    /// <summary>Adds the update to theta and advances the state.</summary>
    /// <param name="theta">(n) parameters; changed.</param>
    /// <param name="gradient">(n) gradient at theta.</param>
    /// <param name="update">(n) receives what was added to theta; may be left out.</param>
    void Step(Span<T> theta, ReadOnlySpan<T> gradient, Span<T> update = default);

    /// <summary>Writes the whole state, the iteration included.</summary>
    void Save(StateWriter<T> writer);

    /// <summary>Restores a state that <see cref="Save"/> wrote for the same settings and layout.</summary>
    /// <exception cref="InvalidDataException">The stored state does not fit.</exception>
    void Load(StateReader<T> reader);
}
