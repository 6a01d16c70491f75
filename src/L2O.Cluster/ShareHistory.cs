using System.Security.Cryptography;
using L2O.Files;

namespace L2O.Cluster;

/// <summary>
/// Everybody's results of the last rounds: what a worker needs that goes on from an older checkpoint than the others'. Kept in memory, and
/// beside each checkpoint in a file with a digest at its end.
/// </summary>
/// <param name="sizes">How long a round's results are.</param>
internal sealed class ShareHistory(RoundSizes sizes)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "shares.bin";

    private const ulong Mark = 0x3153524853_4f324c; // "L2OSHRS1"

    private readonly SortedDictionary<int, SharedRound> _rounds = [];

    /// <summary>The first round that is here; 0 if none is.</summary>
    public int First { get; private set; }

    /// <summary>The round behind the last that is here; 0 if none is.</summary>
    public int End { get; private set; }

    /// <summary>All rounds that are here.</summary>
    public IEnumerable<SharedRound> Rounds => _rounds.Values;

    /// <summary>A round; null if it is not here.</summary>
    public SharedRound? Find(int round) => _rounds.GetValueOrDefault(round);

    /// <summary>Adds a round.</summary>
    public void Add(SharedRound round)
    {
        (First, End) = _rounds.Count == 0 ? (round.Number, round.Number + 1)
            : (Math.Min(First, round.Number), Math.Max(End, round.Number + 1));
        _rounds[round.Number] = round;
    }

    /// <summary>Forgets rounds that nobody needs any more.</summary>
    public void RemoveBefore(int round)
    {
        for (; First < Math.Min(round, End); First++)
            _rounds.Remove(First);
        if (_rounds.Count == 0)
            (First, End) = (0, 0);
    }

    /// <summary>Writes the file, in one step.</summary>
    public void Save(string path) => AtomicFile.Write(path, stream =>
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write(Mark);
        writer.Write(_rounds.Count);
        foreach (SharedRound round in _rounds.Values)
        {
            writer.Write(round.Number);
            writer.Write(round.Checkpoint);
            writer.Write(round.Packed.Span);
            Flush();
        }
        Flush();
        stream.Write(digest.GetHashAndReset());

        void Flush()
        {
            ReadOnlySpan<byte> written = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
            digest.AppendData(written);
            stream.Write(written);
            buffer.SetLength(0);
        }
    });

    /// <summary>Reads a file; without one, none is in the history.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sizes">How long a round's results are.</param>
    /// <param name="warning">What is wrong with the file; the history is empty then.</param>
    public static ShareHistory Load(string path, RoundSizes sizes, out string? warning)
    {
        warning = null;
        var history = new ShareHistory(sizes);
        if (!File.Exists(path))
            return history;
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            history.Read(bytes);
            return history;
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException)
        {
            warning = $"{path} is damaged and left out: {failure.Message}";
            return new ShareHistory(sizes);
        }
    }

    private void Read(byte[] bytes)
    {
        int length = bytes.Length - SHA256.HashSizeInBytes;
        if (length < 12 || !SHA256.HashData(bytes.AsSpan(0, length)).AsSpan().SequenceEqual(bytes.AsSpan(length)))
            throw new InvalidDataException("its digest is another than its content's");
        using var reader = new BinaryReader(new MemoryStream(bytes, 0, length));
        if (reader.ReadUInt64() != Mark)
            throw new InvalidDataException("it does not begin like one");
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            int number = reader.ReadInt32();
            bool checkpoint = reader.ReadBoolean();
            byte[] packed = reader.ReadBytes(sizes.AllBytes(number));
            Add(packed.Length == sizes.AllBytes(number) ? new SharedRound(number, packed, checkpoint)
                : throw new InvalidDataException($"round {number} has {packed.Length} bytes; expected {sizes.AllBytes(number)}"));
        }
    }
}
