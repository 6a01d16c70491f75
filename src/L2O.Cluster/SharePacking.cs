using System.Buffers.Binary;
using L2O.MetaTraining.Estimators;

namespace L2O.Cluster;

/// <summary>Results of particles and evaluation runs as bytes, little-endian.</summary>
internal static class SharePacking
{
    /// <summary>Bytes of a particle: three doubles and two integers.</summary>
    public const int ShareBytes = 32;

    /// <summary>Bytes of an evaluation run: a double.</summary>
    public const int LossBytes = 8;

    /// <summary>A worker's own shares.</summary>
    public static byte[] Pack(ReadOnlySpan<ParticleShare> shares, WorkerPlace place)
    {
        byte[] packed = new byte[ShareBytes * place.CountOf(shares.Length)];
        Span<byte> rest = packed;
        for (int i = place.Worker; i < shares.Length; i += place.Workers)
        {
            ParticleShare share = shares[i];
            BinaryPrimitives.WriteDoubleLittleEndian(rest, share.Carried);
            BinaryPrimitives.WriteDoubleLittleEndian(rest[8..], share.Fresh);
            BinaryPrimitives.WriteDoubleLittleEndian(rest[16..], share.LossSum);
            BinaryPrimitives.WriteInt32LittleEndian(rest[24..], share.Counted);
            BinaryPrimitives.WriteInt32LittleEndian(rest[28..], (share.Lost << 1) | (share.HasBegun ? 1 : 0));
            rest = rest[ShareBytes..];
        }
        return packed;
    }

    /// <summary>Everybody's shares.</summary>
    public static void Unpack(ReadOnlySpan<byte> packed, Span<ParticleShare> shares)
    {
        for (int i = 0; i < shares.Length; i++)
        {
            ReadOnlySpan<byte> one = packed.Slice(i * ShareBytes, ShareBytes);
            int last = BinaryPrimitives.ReadInt32LittleEndian(one[28..]);
            shares[i] = new ParticleShare(BinaryPrimitives.ReadDoubleLittleEndian(one), BinaryPrimitives.ReadDoubleLittleEndian(one[8..]),
                BinaryPrimitives.ReadDoubleLittleEndian(one[16..]), BinaryPrimitives.ReadInt32LittleEndian(one[24..]), (last & 1) != 0,
                last >> 1);
        }
    }

    /// <summary>A worker's own losses.</summary>
    public static byte[] Pack(ReadOnlySpan<double> losses, WorkerPlace place)
    {
        byte[] packed = new byte[LossBytes * place.CountOf(losses.Length)];
        Span<byte> rest = packed;
        for (int i = place.Worker; i < losses.Length; i += place.Workers, rest = rest[LossBytes..])
            BinaryPrimitives.WriteDoubleLittleEndian(rest, losses[i]);
        return packed;
    }

    /// <summary>Everybody's losses.</summary>
    public static void Unpack(ReadOnlySpan<byte> packed, Span<double> losses)
    {
        for (int i = 0; i < losses.Length; i++)
            losses[i] = BinaryPrimitives.ReadDoubleLittleEndian(packed[(i * LossBytes)..]);
    }
}
