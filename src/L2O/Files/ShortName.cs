using System.Security.Cryptography;
using System.Text;

namespace L2O.Files;

/// <summary>Names that become file names, which file systems bound.</summary>
internal static class ShortName
{
    private const int DigestLength = 8;

    /// <summary>A name itself, or its beginning with a part of its digest behind it: other names are shortened to other ones.</summary>
    /// <param name="name">Any name.</param>
    /// <param name="longest">Bytes in UTF-8 that it may take, more than 9.</param>
    public static string Of(string name, int longest)
    {
        ArgumentNullException.ThrowIfNull(name);
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        if (bytes.Length <= longest)
            return name;
        int kept = name.Length;
        while (Encoding.UTF8.GetByteCount(name.AsSpan(0, kept)) > longest - DigestLength - 1)
            kept--;
        if (char.IsHighSurrogate(name[kept - 1]))
            kept--;
        return $"{name[..kept].TrimEnd('-')}-{Convert.ToHexStringLower(SHA256.HashData(bytes))[..DigestLength]}";
    }
}
