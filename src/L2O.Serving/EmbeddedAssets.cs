using System.Collections.Frozen;
using System.Reflection;

namespace L2O.Serving;

/// <summary>The pages, scripts and styles that are part of this assembly, with their content types.</summary>
internal static class EmbeddedAssets
{
    private static readonly FrozenDictionary<string, (byte[] Content, string ContentType)> s_assets = Load();

    /// <summary>One of them; null if there is none of that name.</summary>
    public static (byte[] Content, string ContentType)? Find(string name) =>
        s_assets.TryGetValue(name, out (byte[], string) asset) ? asset : null;

    private static FrozenDictionary<string, (byte[], string)> Load()
    {
        Assembly assembly = typeof(EmbeddedAssets).Assembly;
        return assembly.GetManifestResourceNames()
            .ToFrozenDictionary(static name => name, name => (Read(assembly, name), TypeOf(name)), StringComparer.Ordinal);
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)!;
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => throw new InvalidOperationException($"embedded '{name}'; expected .html, .css, .js or .svg"),
    };
}
