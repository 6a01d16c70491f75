using System.Numerics;
using System.Runtime.CompilerServices;

namespace L2O.Kernels.Lanes;

/// <summary>One number in a register: the reference for the wide lanes, and the fallback without them.</summary>
internal readonly unsafe struct ScalarLanes<T>(T value) : ILanes<ScalarLanes<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _value = value;

    public static int Width => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> Load(T* source) => new(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ScalarLanes<T> value, T* destination) => *destination = value._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> LoadFirst(T* source, int count) => count > 0 ? new(*source) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(ScalarLanes<T> value, T* destination, int count)
    {
        if (count > 0)
            *destination = value._value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> Broadcast(T value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> LoadBroadcast(T* source) => new(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> operator +(ScalarLanes<T> left, ScalarLanes<T> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> operator -(ScalarLanes<T> left, ScalarLanes<T> right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> operator *(ScalarLanes<T> left, ScalarLanes<T> right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> operator /(ScalarLanes<T> left, ScalarLanes<T> right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> MultiplyAdd(ScalarLanes<T> a, ScalarLanes<T> b, ScalarLanes<T> c) =>
        new(T.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(ref ScalarLanes<T> sum, ScalarLanes<T> a, ScalarLanes<T> b) => sum = MultiplyAdd(a, b, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> Min(ScalarLanes<T> a, ScalarLanes<T> b) => a._value < b._value ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> Max(ScalarLanes<T> a, ScalarLanes<T> b) => a._value > b._value ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> Abs(ScalarLanes<T> value) => new(T.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> Sqrt(ScalarLanes<T> value) => new(T.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> Round(ScalarLanes<T> value) => new(T.Round(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> ScaleByPowerOfTwo(ScalarLanes<T> value, ScalarLanes<T> exponent)
    {
        if (typeof(T) == typeof(float))
            return new(value._value
                * (T)(object)BitConverter.Int32BitsToSingle((int.CreateSaturating(exponent._value)
                + FloatBits.Bias32) << FloatBits.Fraction32));
        return new(value._value
            * (T)(object)BitConverter.Int64BitsToDouble((long.CreateSaturating(exponent._value)
            + FloatBits.Bias64) << FloatBits.Fraction64));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> SplitExponent(ScalarLanes<T> value, out ScalarLanes<T> exponent)
    {
        if (typeof(T) == typeof(float))
        {
            int bits = BitConverter.SingleToInt32Bits((float)(object)value._value) - FloatBits.SqrtHalf32;
            exponent = new(T.CreateTruncating(bits >> FloatBits.Fraction32));
            return new((T)(object)BitConverter.Int32BitsToSingle((bits & FloatBits.FractionMask32) + FloatBits.SqrtHalf32));
        }
        long wide = BitConverter.DoubleToInt64Bits((double)(object)value._value) - FloatBits.SqrtHalf64;
        exponent = new(T.CreateTruncating(wide >> FloatBits.Fraction64));
        return new((T)(object)BitConverter.Int64BitsToDouble((wide & FloatBits.FractionMask64) + FloatBits.SqrtHalf64));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> SelectLess(ScalarLanes<T> left, ScalarLanes<T> right, ScalarLanes<T> whenLess, ScalarLanes<T> otherwise) =>
        left._value < right._value ? whenLess : otherwise;
}
