using System.Numerics;
using L2O.Numerics;

namespace L2O.MetaTraining;

/// <summary>
/// What one unroll leaves behind for the meta-gradient: the gradients that the learned optimizer read, and the state it
/// started from. n·U values and nothing else that grows with U, because the rest is computed again (spec section 4).
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class UnrollTape<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _coordinates;
    private readonly int _extraLength;
    private readonly AlignedBuffer<T> _gradients;
    private readonly AlignedBuffer<T> _extraInputs;

    /// <param name="coordinates">n.</param>
    /// <param name="unroll">U, the most steps it holds.</param>
    /// <param name="extraInputs">Extra inputs of the learned optimizer for each coordinate.</param>
    /// <param name="stateLength">Elements of the optimizer's state.</param>
    public UnrollTape(int coordinates, int unroll, int extraInputs, int stateLength)
    {
        _coordinates = coordinates;
        _extraLength = extraInputs * coordinates;
        _gradients = new AlignedBuffer<T>(checked(unroll * coordinates));
        _extraInputs = new AlignedBuffer<T>(checked(unroll * _extraLength));
        StartState = new AlignedBuffer<T>(stateLength);
    }

    /// <summary>The optimizer's state before the first step.</summary>
    public AlignedBuffer<T> StartState { get; }

    /// <summary>(step, n): all gradients.</summary>
    public ReadOnlySpan<T> Gradients => _gradients.Span;

    /// <summary>(step, extra input, n): all extra inputs.</summary>
    public ReadOnlySpan<T> AllExtraInputs => _extraInputs.Span;

    /// <summary>(n): where the gradient of one step goes.</summary>
    public Span<T> Gradient(int step) => _gradients.Span.Slice(step * _coordinates, _coordinates);

    /// <summary>(extra input, n): where the extra inputs of one step go.</summary>
    public Span<T> ExtraInputs(int step) => _extraInputs.Span.Slice(step * _extraLength, _extraLength);
}
