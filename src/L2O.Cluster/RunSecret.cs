using System.Buffers.Binary;
using System.Security.Cryptography;

namespace L2O.Cluster;

/// <summary>
/// What only the workers of a run know, and never send: 32 random bytes in a file that its owner alone may read. With it they sign what
/// they say.
/// </summary>
internal sealed class RunSecret
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "cluster-secret";

    /// <summary>Bytes of a signature.</summary>
    public const int SignatureBytes = HMACSHA256.HashSizeInBytes;

    private const int Bytes = 32;
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly byte[] _key;

    /// <param name="key">32 bytes.</param>
    public RunSecret(byte[] key) => _key = key;

    /// <summary>A new one.</summary>
    public static RunSecret Draw() => new(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Reads a folder's secret, or makes one.</summary>
    /// <exception cref="InvalidDataException">It is none, or others may read it.</exception>
    public static RunSecret LoadOrCreate(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (File.Exists(path))
            return Load(folder);
        string fresh = Path.Combine(folder, $".{FileName}-{Path.GetRandomFileName()}.tmp");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Owner;
        using (var stream = new FileStream(fresh, options))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes))));
            stream.Flush(flushToDisk: true);
        }
        File.Move(fresh, path);
        return Load(folder);
    }

    /// <summary>Reads a folder's secret.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">It is none, or others may read it.</exception>
    public static RunSecret Load(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: no such file; expected the secret that worker 0 made");
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~Owner) is var more && more != 0)
            throw new InvalidDataException($"{path} may be used by others than its owner ({more}); expected mode 600");
        try
        {
            byte[] key = Convert.FromHexString(File.ReadAllText(path).Trim());
            return key.Length == Bytes ? new RunSecret(key)
                : throw new InvalidDataException($"{path} has {key.Length} bytes; expected {Bytes} in hexadecimal digits");
        }
        catch (FormatException failure)
        {
            throw new InvalidDataException($"{path} is no hexadecimal number; expected {Bytes} bytes in hexadecimal digits", failure);
        }
    }

    /// <summary>Signs a message.</summary>
    /// <param name="direction">Who speaks: what one said can't be given back as the other's.</param>
    /// <param name="nonce">Of the one who listens: what was said in another call is worth nothing.</param>
    /// <param name="number">Of the message in this call: none can be left out or said twice.</param>
    /// <param name="body">The message.</param>
    public byte[] Sign(char direction, ReadOnlySpan<byte> nonce, ulong number, ReadOnlySpan<byte> body)
    {
        Span<byte> numbers = stackalloc byte[10];
        (numbers[0], numbers[1]) = ((byte)direction, (byte)nonce.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(numbers[2..], number);
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(numbers);
        hash.AppendData(nonce);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    /// <summary>Whether a signature is that message's.</summary>
    public bool IsSigned(char direction, ReadOnlySpan<byte> nonce, ulong number, ReadOnlySpan<byte> body, ReadOnlySpan<byte> signature) =>
        CryptographicOperations.FixedTimeEquals(Sign(direction, nonce, number, body), signature);
}
