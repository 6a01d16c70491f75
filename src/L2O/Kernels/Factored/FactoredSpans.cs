using System.Numerics;

namespace L2O.Kernels.Factored;

/// <summary>What a step reads and writes of one tensor.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct FactoredSpans<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>(coordinate).</summary>
    public required ReadOnlySpan<T> Theta { get; init; }

    /// <summary>(coordinate).</summary>
    public required ReadOnlySpan<T> Gradient { get; init; }

    /// <summary>(coordinate); overwritten.</summary>
    public required Span<T> Update { get; init; }

    /// <summary>The state before the step.</summary>
    public required FactoredStateSpans<T> State { get; init; }

    /// <summary>Where the state after it goes; may be the same memory.</summary>
    public required FactoredStateSpans<T> Next { get; init; }
}
