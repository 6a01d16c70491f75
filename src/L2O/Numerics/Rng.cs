using System.Numerics;

namespace L2O.Numerics;

/// <summary>
/// A counter-based random stream (Philox 4x32-10; Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
/// The value at a position is a pure function of (seed, stream, position): streams are independent without being drawn
/// one after the other, and a stored position is the whole state.
/// </summary>
public sealed class Rng
{
    private readonly ulong _seed;
    private readonly ulong _stream;
    private readonly uint[] _block = new uint[4];
    private ulong _blockIndex = ulong.MaxValue;

    /// <summary>Opens a stream at its beginning.</summary>
    /// <param name="seed">The experiment's seed.</param>
    /// <param name="stream">Which of the seed's independent streams.</param>
    public Rng(ulong seed, ulong stream = 0)
    {
        _seed = seed;
        _stream = stream;
    }

    /// <summary>How many 32-bit words have been drawn. Setting it moves the stream there in constant time.</summary>
    public ulong Position { get; set; }

    /// <summary>A stream of the same seed that is independent of this one; this one's position does not matter and stays.</summary>
    /// <param name="name">What the stream is for: equal names and indices give equal streams.</param>
    /// <param name="index">Which one of that name, e.g. the number of the run.</param>
    public Rng Split(string name, ulong index = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        const ulong prime = 0x100000001b3; // FNV-1a over the name, then a finalizer: neighbors must differ in all bits
        ulong hash = 0xcbf29ce484222325 ^ _stream;
        foreach (char c in name)
            hash = (hash ^ c) * prime;
        return new Rng(_seed, Mix(hash + 0x9e3779b97f4a7c15 * (index + 1)));
    }

    /// <summary>32 uniform bits.</summary>
    public uint NextUInt32()
    {
        ulong index = Position >> 2;
        if (index != _blockIndex)
            FillBlock(index);
        return _block[(int)(Position++ & 3)];
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-24.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * (1f / (1 << 24));

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble()
    {
        ulong high = NextUInt32();
        ulong bits = (high << 32) | NextUInt32();
        return (bits >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double NextUniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>Standard normal, by Box and Muller's transform; takes four words.</summary>
    public double NextNormal()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Uniform in 0..<paramref name="bound"/>-1, without bias (Lemire's rejection).</summary>
    /// <param name="bound">At least 1.</param>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        ulong product = (ulong)NextUInt32() * (uint)bound;
        if ((uint)product < (uint)bound)
        {
            uint threshold = (0u - (uint)bound) % (uint)bound;
            while ((uint)product < threshold)
                product = (ulong)NextUInt32() * (uint)bound;
        }
        return (int)(product >> 32);
    }

    /// <summary>Fills with independent values, uniform in ±<paramref name="bound"/>.</summary>
    public void FillUniform<T>(Span<T> values, double bound) where T : IFloatingPointIeee754<T>
    {
        foreach (ref T value in values)
            value = T.CreateChecked(bound * (2 * (double)NextSingle() - 1));
    }

    /// <summary>A uniformly random order (Fisher and Yates), in place.</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = NextInt(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }

    private void FillBlock(ulong index)
    {
        uint c0 = (uint)index, c1 = (uint)(index >> 32), c2 = (uint)_stream, c3 = (uint)(_stream >> 32);
        uint k0 = (uint)_seed, k1 = (uint)(_seed >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = 0xD2511F53UL * c0, p1 = 0xCD9E8D57UL * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        (_block[0], _block[1], _block[2], _block[3]) = (c0, c1, c2, c3);
        _blockIndex = index;
    }
}
