using System.Collections.Immutable;
using L2O.Runs;

namespace L2O.Reporting.Claims;

/// <summary>Judged claims on disk: <c>claims.json</c>. What is read back equals what was stored.</summary>
public static class ClaimsFile
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "claims.json";

    private const int Version = 1;

    /// <summary>Stores the claims, in one step.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="claims">In the order of the study.</param>
    public static void Write(string folder, IEnumerable<ClaimResult> claims) =>
        SettingsJson.Save(Path.Combine(folder, FileName), new ClaimsDocument(Version, [.. claims]));

    /// <summary>Reads them back.</summary>
    /// <param name="folder">The folder that holds the file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or of another version.</exception>
    public static ImmutableArray<ClaimResult> Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        ClaimsDocument document = SettingsJson.Load<ClaimsDocument>(path);
        return document.SchemaVersion == Version
            ? document.Claims
            : throw new InvalidDataException($"{path}: schemaVersion is {document.SchemaVersion}; expected {Version}");
    }
}
