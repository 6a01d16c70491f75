using System.Security.Cryptography;

namespace L2O.Testing.Cli;

/// <summary>Names and contents of all that lies under a folder, to show that a command changed nothing.</summary>
internal static class FolderSnapshot
{
    public static string[] Of(string folder) =>
    [
        .. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => File.Exists(path) ? $"{path} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}" : path),
    ];
}
