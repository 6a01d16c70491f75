using System.Collections.Immutable;
using L2O.Settings;

namespace L2O.Tables;

/// <summary>Stores judged claims in a folder as <c>claims.json</c>. What is read back equals what was stored.</summary>
internal static class ClaimsFile
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "claims.json";

    private const int CurrentVersion = 1;

    /// <summary>Stores them, in one step.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="claims">In the order to show.</param>
    public static void Write(string folder, ImmutableArray<ClaimResult> claims) =>
        SettingsJson.Save(Path.Combine(folder, FileName), new Content(CurrentVersion, claims));

    /// <summary>Reads them back.</summary>
    /// <param name="folder">The folder that holds them.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or of a later version; the message says where.</exception>
    public static ImmutableArray<ClaimResult> Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        Content content = SettingsJson.Load<Content>(path);
        return content.SchemaVersion == CurrentVersion
            ? content.Claims
            : throw new InvalidDataException($"{path}: schemaVersion is {content.SchemaVersion}; expected {CurrentVersion}");
    }

    private sealed record Content(int SchemaVersion, ImmutableArray<ClaimResult> Claims);
}
