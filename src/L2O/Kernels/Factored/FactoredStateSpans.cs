using System.Numerics;

namespace L2O.Kernels.Factored;

/// <summary>The state that belongs to one tensor.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct FactoredStateSpans<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>(decay, coordinate): running means of the gradient.</summary>
    public required Span<T> Momentum { get; init; }

    /// <summary>(coordinate): running mean of its square.</summary>
    public required Span<T> Square { get; init; }

    /// <summary>(decay, row): running means of the rows' squares.</summary>
    public required Span<T> Rows { get; init; }

    /// <summary>(decay, column): running means of the columns' squares.</summary>
    public required Span<T> Columns { get; init; }
}
