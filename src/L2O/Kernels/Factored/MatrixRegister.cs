using System.Numerics;

namespace L2O.Kernels.Factored;

/// <summary>One register of coordinates.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="start">The first coordinate.</param>
/// <param name="count">How many of the register's there are.</param>
/// <param name="row">Values of its row.</param>
/// <param name="column">Values of its columns.</param>
internal readonly unsafe struct MatrixRegister<T>(nint start, int count, T* row, T* column)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public readonly nint Start = start;
    public readonly int Count = count;
    public readonly T* Row = row;
    public readonly T* Column = column;
}
