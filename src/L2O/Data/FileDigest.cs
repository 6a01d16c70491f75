using System.Security.Cryptography;
using System.Text;

namespace L2O.Data;

/// <summary>Digests of data of one's own, so that a run knows later whether it still has the same.</summary>
internal static class FileDigest
{
    /// <summary>
    /// SHA-256 in hexadecimal digits: of a file's bytes; of a folder the names and digests of all its files, however they are nested.
    /// </summary>
    /// <param name="path">The file or folder.</param>
    /// <exception cref="FileNotFoundException">There is neither.</exception>
    /// <exception cref="IOException">A file is unreadable.</exception>
    public static string Of(string path)
    {
        if (File.Exists(path))
            return OfFile(path);
        if (!Directory.Exists(path))
            throw new FileNotFoundException($"{path}: no such file or folder; expected data to read", path);
        string root = Path.GetFullPath(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/')).Order(StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{OfFile(Path.Combine(root, name))}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string OfFile(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
