using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace L2O.Kernels.Lanes;

/// <summary>256-bit registers.</summary>
internal unsafe struct Lanes256<T> : ILanes<Lanes256<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Vector256<T> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes256(Vector256<T> value) => _value = value;

    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<T>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Load(T* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256<T> value, T* destination) => value._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> LoadFirst(T* source, int count)
    {
        if (typeof(T) == typeof(float))
            return new(Avx.MaskLoad((float*)source, First(count).AsSingle()).As<float, T>());
        return new(Avx.MaskLoad((double*)source, First(count).AsDouble()).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(Lanes256<T> value, T* destination, int count)
    {
        if (typeof(T) == typeof(float))
            Avx.MaskStore((float*)destination, First(count).AsSingle(), value._value.AsSingle());
        else
            Avx.MaskStore((double*)destination, First(count).AsDouble(), value._value.AsDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Broadcast(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> LoadBroadcast(T* source)
    {
        if (typeof(T) == typeof(float))
            return new(Avx.BroadcastScalarToVector256((float*)source).As<float, T>());
        return new(Avx.BroadcastScalarToVector256((double*)source).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator +(Lanes256<T> left, Lanes256<T> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> left, Lanes256<T> right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator *(Lanes256<T> left, Lanes256<T> right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator /(Lanes256<T> left, Lanes256<T> right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> MultiplyAdd(Lanes256<T> a, Lanes256<T> b, Lanes256<T> c)
    {
        if (typeof(T) == typeof(float))
            return new(Vector256.FusedMultiplyAdd(a._value.AsSingle(), b._value.AsSingle(), c._value.AsSingle()).As<float, T>());
        return new(Vector256.FusedMultiplyAdd(a._value.AsDouble(), b._value.AsDouble(), c._value.AsDouble()).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(ref Lanes256<T> sum, Lanes256<T> a, Lanes256<T> b)
    {
        if (typeof(T) == typeof(float))
            sum._value = Vector256.FusedMultiplyAdd(a._value.AsSingle(), b._value.AsSingle(), sum._value.AsSingle()).As<float, T>();
        else
            sum._value = Vector256.FusedMultiplyAdd(a._value.AsDouble(), b._value.AsDouble(), sum._value.AsDouble()).As<double, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Min(Lanes256<T> a, Lanes256<T> b)
    {
        if (typeof(T) == typeof(float))
            return new(Avx.Min(a._value.AsSingle(), b._value.AsSingle()).As<float, T>());
        return new(Avx.Min(a._value.AsDouble(), b._value.AsDouble()).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Max(Lanes256<T> a, Lanes256<T> b)
    {
        if (typeof(T) == typeof(float))
            return new(Avx.Max(a._value.AsSingle(), b._value.AsSingle()).As<float, T>());
        return new(Avx.Max(a._value.AsDouble(), b._value.AsDouble()).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Abs(Lanes256<T> value) => new(Vector256.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Sqrt(Lanes256<T> value) => new(Vector256.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Round(Lanes256<T> value)
    {
        if (typeof(T) == typeof(float))
            return new(Vector256.Round(value._value.AsSingle()).As<float, T>());
        return new(Vector256.Round(value._value.AsDouble()).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> ScaleByPowerOfTwo(Lanes256<T> value, Lanes256<T> exponent)
    {
        if (typeof(T) == typeof(float))
        {
            Vector256<int> power =
                (Vector256.ConvertToInt32Native(exponent._value.AsSingle()) + Vector256.Create(FloatBits.Bias32)) << FloatBits.Fraction32;
            return new((value._value.AsSingle() * power.AsSingle()).As<float, T>());
        }
        // AVX2 converts no 64-bit integers; adding 1.5·2^52 leaves a small integer in the low bits of the fraction.
        Vector256<double> shifted = exponent._value.AsDouble() + Vector256.Create(6755399441055744.0);
        Vector256<long> wide = (shifted.AsInt64() + Vector256.Create(FloatBits.Bias64)) << FloatBits.Fraction64;
        return new((value._value.AsDouble() * wide.AsDouble()).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> SplitExponent(Lanes256<T> value, out Lanes256<T> exponent)
    {
        if (typeof(T) == typeof(float))
        {
            Vector256<int> bits = value._value.AsInt32() - Vector256.Create(FloatBits.SqrtHalf32);
            exponent = new(Vector256.ConvertToSingle(bits >> FloatBits.Fraction32).As<float, T>());
            return new(((bits & Vector256.Create(FloatBits.FractionMask32)) + Vector256.Create(FloatBits.SqrtHalf32)).As<int, T>());
        }
        Vector256<long> wide = value._value.AsInt64() - Vector256.Create(FloatBits.SqrtHalf64);
        exponent = new(Vector256.ConvertToDouble(wide >> FloatBits.Fraction64).As<double, T>());
        return new(((wide & Vector256.Create(FloatBits.FractionMask64)) + Vector256.Create(FloatBits.SqrtHalf64)).As<long, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> SelectLess(Lanes256<T> left, Lanes256<T> right, Lanes256<T> whenLess, Lanes256<T> otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(left._value, right._value), whenLess._value, otherwise._value));

    /// <summary>All bits of the first lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> First(int count)
    {
        if (typeof(T) == typeof(float))
            return Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).As<int, T>();
        return Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).As<long, T>();
    }
}
