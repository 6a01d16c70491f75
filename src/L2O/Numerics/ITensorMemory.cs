namespace L2O.Numerics;

/// <summary>
/// Tensors wherever they lie in memory, for vectors that are not one flat span: a host framework's own allocations, for example.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public interface ITensorMemory<T>
{
    /// <summary>Number of tensors, as in the layout that they belong to.</summary>
    int Count { get; }

    /// <summary>The values of a tensor, row-major; of a gradient, empty where the tensor has none in this step.</summary>
    /// <param name="tensor">Its index in the layout.</param>
    Span<T> this[int tensor] { get; }

    /// <summary>How many values a tensor has in this step; to be overridden where asking for the values is more than looking.</summary>
    /// <param name="tensor">Its index in the layout.</param>
    int LengthOf(int tensor) => this[tensor].Length;

    /// <summary>
    /// Whether values are there only until another tensor's are asked for: tensors that come in turn through one buffer. Only runs that
    /// take them in turn can read them.
    /// </summary>
    internal bool ComesInTurn => false;
}
