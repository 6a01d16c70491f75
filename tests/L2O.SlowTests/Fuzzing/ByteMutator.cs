using System.Buffers.Binary;
using System.Text;

namespace L2O.SlowTests.Fuzzing;

/// <summary>Makes damaged inputs out of sound ones: the usual small injuries, several at a time.</summary>
/// <param name="corpus">Sound inputs.</param>
/// <param name="seed">Equal seeds give equal inputs.</param>
internal sealed class ByteMutator(IReadOnlyList<byte[]> corpus, int seed)
{
    private static readonly long[] Interesting = [0, 1, -1, 7, 8, 127, 128, 255, 256, 32767, 65535,
        int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue, 10L << 40];

    private static readonly byte[][] Tokens =
    [
        .. new[] { "null", "true", "\"\"", "[]", "{}", "-1", "1e999", "NaN", "9223372036854775807", "99999999999999999999",
            "\\ud800", "\u0000", "\"", "{", "}", "[", "]", ",", ":", "..", "/etc/passwd", "F64", "I64", "BF16", "1e-320", "Infinity" }
            .Select(Encoding.UTF8.GetBytes),
    ];

    private readonly Random _random = new(seed);

    /// <summary>The next damaged input.</summary>
    public byte[] Next()
    {
        List<byte> bytes = [.. corpus[_random.Next(corpus.Count)]];
        for (int injuries = 1 + _random.Next(_random.Next(4) == 0 ? 12 : 3); injuries > 0; injuries--)
            Injure(bytes);
        return [.. bytes];
    }

    private void Injure(List<byte> bytes)
    {
        if (bytes.Count == 0)
        {
            bytes.Add((byte)_random.Next(256));
            return;
        }
        // Half of the injuries go to the beginning, where headers are.
        int at = _random.Next(2) == 0 ? _random.Next(bytes.Count) : _random.Next(Math.Min(bytes.Count, 64));
        switch (_random.Next(8))
        {
            case 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 3:
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + _random.Next(16)));
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, 1 + _random.Next(64))));
                break;
            case 5:
                WriteNumber(bytes, at);
                break;
            case 6:
                bytes.InsertRange(at, Tokens[_random.Next(Tokens.Length)]);
                break;
            default:
                Splice(bytes, at);
                break;
        }
    }

    private void WriteNumber(List<byte> bytes, int at)
    {
        Span<byte> number = stackalloc byte[8];
        long value = Interesting[_random.Next(Interesting.Length)];
        int width = 1 << _random.Next(4);
        if (_random.Next(2) == 0)
            BinaryPrimitives.WriteInt64LittleEndian(number, value);
        else
            BinaryPrimitives.WriteInt64BigEndian(number, value << (64 - 8 * width));
        for (int i = 0; i < width && at + i < bytes.Count; i++)
            bytes[at + i] = number[i];
    }

    private void Splice(List<byte> bytes, int at)
    {
        byte[] other = corpus[_random.Next(corpus.Count)];
        int from = _random.Next(other.Length);
        bytes.RemoveRange(at, bytes.Count - at);
        bytes.AddRange(other[from..]);
    }
}
