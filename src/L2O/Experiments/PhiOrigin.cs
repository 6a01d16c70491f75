using System.Collections.Immutable;
using L2O.Data;
using L2O.Data.Sources;
using L2O.Optimizees;
using L2O.Pretrained;

namespace L2O.Experiments;

/// <summary>
/// What a learned optimizer was meta-trained on, as far as its metadata tell, to be tested on where nobody asks for more.
/// </summary>
/// <param name="Optimizees">Networks by name; empty where none is told, or one that this program does not know.</param>
/// <param name="DataName">The data as they were called; null where nothing is told.</param>
/// <param name="Data">The same to be read; null for data of one's own, of which the metadata have no path.</param>
/// <param name="DataDigest">That of the training split; null where nothing is told.</param>
internal sealed record PhiOrigin(ImmutableArray<string> Optimizees, string? DataName, DataSettings? Data, string? DataDigest)
{
    /// <summary>The network where nothing is told.</summary>
    public const string DefaultOptimizee = "mlp-sigmoid-20";

    /// <summary>Reads the metadata.</summary>
    public static PhiOrigin Of(PhiFile phi)
    {
        ArgumentNullException.ThrowIfNull(phi);
        string? name = phi.Origin.GetValueOrDefault("data");
        return new PhiOrigin(Known(phi.Origin.GetValueOrDefault("optimizee")), name, name is null ? null : DataText.FromDescription(name),
            phi.Origin.GetValueOrDefault(PhiFile.DataDigestKey));
    }

    /// <summary>The networks, or the usual one.</summary>
    public ImmutableArray<string> OptimizeesOrDefault => Optimizees.IsEmpty ? [DefaultOptimizee] : Optimizees;

    /// <summary>The data if they are on this machine, else the digits.</summary>
    /// <param name="folder">Where known datasets lie.</param>
    /// <param name="missing">One line that says which data were not there; null where they were, or nothing is told.</param>
    public DataSettings DataOrDigits(DataFolder folder, out string? missing)
    {
        missing = null;
        if (Data is { } data && IsThere(data, folder))
            return data;
        if (DataName is { } name)
            missing = $"{name}, which the learned optimizer was meta-trained on, is not in {folder.Root}; the digits are taken instead";
        return new DataSettings();
    }

    /// <summary>
    /// Whether a known dataset's files are there; data of one's own are named by a path, and their reader says what is wrong.
    /// </summary>
    public static bool IsThere(DataSettings data, DataFolder folder) =>
        data.Path is not null || folder.Has(DatasetCatalog.Find(data.Name));

    private static ImmutableArray<string> Known(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return [];
        try
        {
            ImmutableArray<string> names = [.. text.Split(", ").Distinct(StringComparer.Ordinal)];
            foreach (string name in names)
                OptimizeeCatalog.Check(name);
            return names;
        }
        catch (ArgumentException)
        {
            return []; // of a newer version, or a plugin's
        }
    }
}
