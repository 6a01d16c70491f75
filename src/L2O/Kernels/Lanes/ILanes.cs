using System.Numerics;

namespace L2O.Kernels.Lanes;

/// <summary>
/// A register of <see cref="Width"/> numbers. Kernels are written once over this interface; only the lane structs and
/// <see cref="LaneDispatch"/> know a width. Every operation is exactly rounded (or exact), lane by lane, so a kernel that
/// never sums across lanes gives the same bits for every width.
/// </summary>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe interface ILanes<TSelf, T>
    where TSelf : unmanaged, ILanes<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Numbers in a register.</summary>
    static abstract int Width { get; }

    static abstract TSelf Load(T* source);

    static abstract void Store(TSelf value, T* destination);

    /// <summary>The first numbers of a register, 0 in the lanes behind them; no memory behind them is read.</summary>
    /// <param name="source">Where they lie.</param>
    /// <param name="count">How many, 0 to <see cref="Width"/>.</param>
    static abstract TSelf LoadFirst(T* source, int count);

    /// <summary>Stores the first numbers of a register; no memory behind them is written.</summary>
    /// <param name="value">The register.</param>
    /// <param name="destination">Where they go.</param>
    /// <param name="count">How many, 0 to <see cref="Width"/>.</param>
    static abstract void StoreFirst(TSelf value, T* destination, int count);

    static abstract TSelf Broadcast(T value);

    /// <summary>The number at an address in every lane: one load, where a value in a register takes a shuffle.</summary>
    static abstract TSelf LoadBroadcast(T* source);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>
    /// sum = a·b + sum, rounded once, without the copy of a register that an assignment of <see cref="MultiplyAdd"/> compiles to.
    /// </summary>
    static abstract void AddProduct(ref TSelf sum, TSelf a, TSelf b);

    /// <summary>a &lt; b ? a : b: a NaN in <paramref name="b"/> is kept.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>a &gt; b ? a : b: a NaN in <paramref name="b"/> is kept.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    static abstract TSelf Abs(TSelf value);

    static abstract TSelf Sqrt(TSelf value);

    /// <summary>To the nearest integer, ties to even.</summary>
    static abstract TSelf Round(TSelf value);

    /// <summary>value · 2^exponent for an integer exponent that keeps the result normal.</summary>
    static abstract TSelf ScaleByPowerOfTwo(TSelf value, TSelf exponent);

    /// <summary>Splits a positive normal number into mantissa · 2^exponent with the mantissa in [√½, √2).</summary>
    static abstract TSelf SplitExponent(TSelf value, out TSelf exponent);

    /// <summary>left &lt; right ? whenLess : otherwise; a NaN gives otherwise.</summary>
    static abstract TSelf SelectLess(TSelf left, TSelf right, TSelf whenLess, TSelf otherwise);
}
