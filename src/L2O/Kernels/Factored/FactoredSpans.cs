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

    /// <summary>(coordinate); overwritten. Memory alone where there is a target.</summary>
    public required Span<T> Update { get; init; }

    /// <summary>(coordinate) theta again, where the update is to be added to it at once; empty where it is to be written.</summary>
    public Span<T> Target { get; init; }

    /// <summary>The state before the step.</summary>
    public required FactoredStateSpans<T> State { get; init; }

    /// <summary>Where the state after it goes; may be the same memory.</summary>
    public required FactoredStateSpans<T> Next { get; init; }
}
