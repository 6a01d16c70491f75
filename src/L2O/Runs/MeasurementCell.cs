using System.Security.Cryptography;
using System.Text;
using L2O.Dynamics;
using L2O.Files;
using L2O.Tables;

namespace L2O.Runs;

/// <summary>
/// The measurements of one test run in a file of its own: rows of <c>dynamics.csv</c> without the run's names, and a last line with the
/// digest of the run's key and of the rows. Written as the run goes on; it has its name only when it is complete.
/// </summary>
internal sealed class MeasurementCell : IMeasurementSink, IDisposable
{
    private const int TrailerLength = 1 + 2 * SHA256.HashSizeInBytes + 1; // #, digest in hexadecimal, line end
    private const int BufferSize = 1 << 16;

    private readonly PendingFile _file;
    private readonly IncrementalHash _hash;
    private readonly CsvStream _rows;

    /// <summary>Begins a cell.</summary>
    /// <param name="path">Its file; the folder must exist.</param>
    /// <param name="key">Describes completely what was measured.</param>
    public MeasurementCell(string path, string key)
    {
        _file = new PendingFile(path);
        _hash = Begin(key);
        _rows = new CsvStream(_file.Stream, _hash);
    }

    /// <inheritdoc/>
    public void Add(in Measurement measurement) => MeasurementCsv.AddRow(_rows, measurement);

    /// <summary>Ends the cell and gives it its name.</summary>
    public void Complete()
    {
        _rows.Flush();
        _file.Stream.Write(Trailer(_hash));
        _file.Complete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }

    /// <summary>Whether a whole, undamaged cell of that key is there.</summary>
    public static bool IsWhole(string path, string key)
    {
        if (!File.Exists(path))
            return false;
        using FileStream stream = File.OpenRead(path);
        if (stream.Length < TrailerLength)
            return false;
        using IncrementalHash hash = Begin(key);
        byte[] buffer = new byte[BufferSize];
        for (long left = stream.Length - TrailerLength; left > 0;)
        {
            int count = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (count == 0)
                return false;
            hash.AppendData(buffer, 0, count);
            left -= count;
        }
        byte[] trailer = new byte[TrailerLength];
        return stream.ReadAtLeast(trailer, TrailerLength, throwOnEndOfStream: false) == TrailerLength
            && trailer.AsSpan().SequenceEqual(Trailer(hash));
    }

    /// <summary>Appends a whole cell's rows to a table, each behind the run's names.</summary>
    /// <param name="path">The cell.</param>
    /// <param name="names">The first cells of each row, e.g. <c>mlp-relu-20,adam,0,</c>.</param>
    /// <param name="table">Takes the rows.</param>
    public static void Append(string path, byte[] names, Stream table)
    {
        using FileStream stream = File.OpenRead(path);
        byte[] buffer = new byte[BufferSize];
        bool atStart = true;
        for (long left = stream.Length - TrailerLength; left > 0;)
        {
            int count = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (count == 0)
                throw new InvalidDataException($"{path}: the file is cut off; expected {left} bytes more");
            for (ReadOnlySpan<byte> rest = buffer.AsSpan(0, count); rest.Length > 0;)
            {
                if (atStart)
                    table.Write(names);
                int end = rest.IndexOf((byte)'\n');
                atStart = end >= 0;
                int part = atStart ? end + 1 : rest.Length;
                table.Write(rest[..part]);
                rest = rest[part..];
            }
            left -= count;
        }
    }

    private static IncrementalHash Begin(string key)
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(key));
        return hash;
    }

    private static byte[] Trailer(IncrementalHash hash) =>
        Encoding.ASCII.GetBytes($"#{Convert.ToHexStringLower(hash.GetHashAndReset())}\n");
}
