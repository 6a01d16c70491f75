using System.Buffers.Binary;
using System.Collections.Immutable;

namespace L2O.Files;

/// <summary>A named tensor as a safetensors file holds it: type, shape and little-endian content.</summary>
public sealed class SafetensorsTensor
{
    internal SafetensorsTensor(string name, SafetensorsType type, ImmutableArray<int> shape, byte[] content)
    {
        Name = name;
        Type = type;
        Shape = shape;
        Content = content;
    }

    /// <summary>The tensor's name, e.g. <c>recurs.weight_ih</c>.</summary>
    public string Name { get; }

    /// <summary>Element type.</summary>
    internal SafetensorsType Type { get; }

    /// <summary>Sizes of the dimensions, row-major; empty for a single number.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Count => Content.Length / SizeOf(Type);

    /// <summary>The elements as they lie in the file.</summary>
    internal byte[] Content { get; }

    /// <summary>A tensor of single-precision numbers. Copies them.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="values">Elements, row-major.</param>
    /// <param name="shape">Sizes of the dimensions; none for a single number.</param>
    /// <exception cref="ArgumentException">The shape does not hold that many elements.</exception>
    public static SafetensorsTensor Of(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        byte[] content = Allocate(name, values.Length, shape, SafetensorsType.F32);
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(content.AsSpan(4 * i), values[i]);
        return new SafetensorsTensor(name, SafetensorsType.F32, [.. shape], content);
    }

    /// <inheritdoc cref="Of(string, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    /// <summary>A tensor of double-precision numbers. Copies them.</summary>
    public static SafetensorsTensor Of(string name, ReadOnlySpan<double> values, params ReadOnlySpan<int> shape)
    {
        byte[] content = Allocate(name, values.Length, shape, SafetensorsType.F64);
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(content.AsSpan(8 * i), values[i]);
        return new SafetensorsTensor(name, SafetensorsType.F64, [.. shape], content);
    }

    /// <inheritdoc cref="Of(string, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    /// <summary>A tensor of 64-bit integers. Copies them.</summary>
    public static SafetensorsTensor Of(string name, ReadOnlySpan<long> values, params ReadOnlySpan<int> shape)
    {
        byte[] content = Allocate(name, values.Length, shape, SafetensorsType.I64);
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(8 * i), values[i]);
        return new SafetensorsTensor(name, SafetensorsType.I64, [.. shape], content);
    }

    /// <inheritdoc cref="Of(string, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    /// <summary>A tensor of 32-bit integers. Copies them.</summary>
    public static SafetensorsTensor Of(string name, ReadOnlySpan<int> values, params ReadOnlySpan<int> shape)
    {
        byte[] content = Allocate(name, values.Length, shape, SafetensorsType.I32);
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(4 * i), values[i]);
        return new SafetensorsTensor(name, SafetensorsType.I32, [.. shape], content);
    }

    /// <inheritdoc cref="Of(string, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    /// <summary>A tensor of bytes. Copies them.</summary>
    public static SafetensorsTensor Of(string name, ReadOnlySpan<byte> values, params ReadOnlySpan<int> shape)
    {
        byte[] content = Allocate(name, values.Length, shape, SafetensorsType.U8);
        values.CopyTo(content);
        return new SafetensorsTensor(name, SafetensorsType.U8, [.. shape], content);
    }

    /// <summary>The elements of a floating-point tensor in single precision; F64 is rounded.</summary>
    /// <exception cref="InvalidDataException">The tensor holds integers.</exception>
    public float[] ToSingle()
    {
        var values = new float[Count];
        ReadOnlySpan<byte> from = Content;
        for (int i = 0; i < values.Length; i++)
            values[i] = Type switch
            {
                SafetensorsType.F32 => BinaryPrimitives.ReadSingleLittleEndian(from[(4 * i)..]),
                SafetensorsType.F64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(from[(8 * i)..]),
                SafetensorsType.F16 => (float)BinaryPrimitives.ReadHalfLittleEndian(from[(2 * i)..]),
                SafetensorsType.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(from[(2 * i)..]) << 16),
                _ => throw WrongType("floating-point numbers"),
            };
        return values;
    }

    /// <summary>The elements of a floating-point tensor in double precision.</summary>
    /// <exception cref="InvalidDataException">The tensor holds integers.</exception>
    public double[] ToDouble()
    {
        if (Type != SafetensorsType.F64)
            return Array.ConvertAll(ToSingle(), static value => (double)value);
        var values = new double[Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(Content.AsSpan(8 * i));
        return values;
    }

    /// <summary>The elements of an integer tensor.</summary>
    /// <exception cref="InvalidDataException">The tensor holds floating-point numbers.</exception>
    public long[] ToInt64()
    {
        var values = new long[Count];
        ReadOnlySpan<byte> from = Content;
        for (int i = 0; i < values.Length; i++)
            values[i] = Type switch
            {
                SafetensorsType.I64 => BinaryPrimitives.ReadInt64LittleEndian(from[(8 * i)..]),
                SafetensorsType.I32 => BinaryPrimitives.ReadInt32LittleEndian(from[(4 * i)..]),
                SafetensorsType.U8 => from[i],
                _ => throw WrongType("integers"),
            };
        return values;
    }

    /// <summary>Bytes of one element.</summary>
    internal static int SizeOf(SafetensorsType type) => type switch
    {
        SafetensorsType.U8 => 1,
        SafetensorsType.F16 or SafetensorsType.BF16 => 2,
        SafetensorsType.I32 or SafetensorsType.F32 => 4,
        _ => 8,
    };

    private static byte[] Allocate(string name, int count, ReadOnlySpan<int> shape, SafetensorsType type)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        long product = 1;
        foreach (int size in shape)
            product = size < 0 ? -1 : checked(product * size);
        if (product != count)
            throw new ArgumentException(
                $"tensor '{name}' has {count} values and shape [{string.Join(", ", shape.ToArray())}]; expected as many values as the " +
                $"shape holds");
        return new byte[checked(count * SizeOf(type))];
    }

    private InvalidDataException WrongType(string expected) => new($"tensor '{Name}' has type {Type}; expected {expected}");
}
