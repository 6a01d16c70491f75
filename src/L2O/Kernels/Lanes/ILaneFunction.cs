using System.Numerics;

namespace L2O.Kernels.Lanes;

/// <summary>
/// A function of one number or of two, element by element. Implemented by empty or small structs, so that the loop around it is compiled
/// for each.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface ILaneFunction<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The function's value.</summary>
    /// <param name="x">First argument.</param>
    /// <param name="y">Second argument; functions of one number leave it out.</param>
    TLanes Apply<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes, T>;
}
