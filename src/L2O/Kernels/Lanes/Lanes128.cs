using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace L2O.Kernels.Lanes;

/// <summary>
/// 128-bit registers: NEON on ARM, the lower half of the registers elsewhere. No instruction is named, so every processor has them.
/// </summary>
internal unsafe struct Lanes128<T> : ILanes<Lanes128<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Vector128<T> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes128(Vector128<T> value) => _value = value;

    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Load(T* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128<T> value, T* destination) => value._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> LoadFirst(T* source, int count)
    {
        if (count == Width)
            return Load(source);
        Vector128<T> lanes = default;
        for (int lane = 0; lane < count; lane++)
            lanes = lanes.WithElement(lane, source[lane]);
        return new(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(Lanes128<T> value, T* destination, int count)
    {
        for (int lane = 0; lane < count; lane++)
            destination[lane] = value._value.GetElement(lane);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Broadcast(T value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> LoadBroadcast(T* source) => new(Vector128.Create(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator +(Lanes128<T> left, Lanes128<T> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> left, Lanes128<T> right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator *(Lanes128<T> left, Lanes128<T> right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator /(Lanes128<T> left, Lanes128<T> right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> MultiplyAdd(Lanes128<T> a, Lanes128<T> b, Lanes128<T> c)
    {
        if (typeof(T) == typeof(float))
            return new(Vector128.FusedMultiplyAdd(a._value.AsSingle(), b._value.AsSingle(), c._value.AsSingle()).As<float, T>());
        return new(Vector128.FusedMultiplyAdd(a._value.AsDouble(), b._value.AsDouble(), c._value.AsDouble()).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(ref Lanes128<T> sum, Lanes128<T> a, Lanes128<T> b)
    {
        if (typeof(T) == typeof(float))
            sum._value = Vector128.FusedMultiplyAdd(a._value.AsSingle(), b._value.AsSingle(), sum._value.AsSingle()).As<float, T>();
        else
            sum._value = Vector128.FusedMultiplyAdd(a._value.AsDouble(), b._value.AsDouble(), sum._value.AsDouble()).As<double, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Min(Lanes128<T> a, Lanes128<T> b) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(a._value, b._value), a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Max(Lanes128<T> a, Lanes128<T> b) =>
        new(Vector128.ConditionalSelect(Vector128.GreaterThan(a._value, b._value), a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Abs(Lanes128<T> value) => new(Vector128.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Sqrt(Lanes128<T> value) => new(Vector128.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Round(Lanes128<T> value)
    {
        if (typeof(T) == typeof(float))
            return new(Vector128.Round(value._value.AsSingle()).As<float, T>());
        return new(Vector128.Round(value._value.AsDouble()).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> ScaleByPowerOfTwo(Lanes128<T> value, Lanes128<T> exponent)
    {
        if (typeof(T) == typeof(float))
        {
            Vector128<int> power =
                (Vector128.ConvertToInt32Native(exponent._value.AsSingle()) + Vector128.Create(FloatBits.Bias32)) << FloatBits.Fraction32;
            return new((value._value.AsSingle() * power.AsSingle()).As<float, T>());
        }
        // Not every processor converts 64-bit integers; adding 1.5·2^52 leaves a small integer in the low bits of the fraction.
        Vector128<double> shifted = exponent._value.AsDouble() + Vector128.Create(6755399441055744.0);
        Vector128<long> wide = (shifted.AsInt64() + Vector128.Create(FloatBits.Bias64)) << FloatBits.Fraction64;
        return new((value._value.AsDouble() * wide.AsDouble()).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> SplitExponent(Lanes128<T> value, out Lanes128<T> exponent)
    {
        if (typeof(T) == typeof(float))
        {
            Vector128<int> bits = value._value.AsInt32() - Vector128.Create(FloatBits.SqrtHalf32);
            exponent = new(Vector128.ConvertToSingle(bits >> FloatBits.Fraction32).As<float, T>());
            return new(((bits & Vector128.Create(FloatBits.FractionMask32)) + Vector128.Create(FloatBits.SqrtHalf32)).As<int, T>());
        }
        Vector128<long> wide = value._value.AsInt64() - Vector128.Create(FloatBits.SqrtHalf64);
        exponent = new(Vector128.ConvertToDouble(wide >> FloatBits.Fraction64).As<double, T>());
        return new(((wide & Vector128.Create(FloatBits.FractionMask64)) + Vector128.Create(FloatBits.SqrtHalf64)).As<long, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> SelectLess(Lanes128<T> left, Lanes128<T> right, Lanes128<T> whenLess, Lanes128<T> otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(left._value, right._value), whenLess._value, otherwise._value));
}
