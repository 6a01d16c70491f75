using System.Collections.Immutable;
using L2O.MetaTesting;
using L2O.MetaTraining;
using L2O.Tables;

namespace L2O.Runs;

/// <summary>All results that a run left in its folder, whatever its kind: a part that it does not have is empty.</summary>
/// <param name="Name">The folder's name, for headings.</param>
/// <param name="Comparison">A meta-test; null where there is none.</param>
/// <param name="Epochs">The course of a meta-training.</param>
/// <param name="Dynamics">Measured training dynamics.</param>
/// <param name="Claims">Judged claims of the study.</param>
/// <param name="Record">Who worked on the run and when; null where that is not known.</param>
/// <param name="Configuration">The text of its <c>config.json</c>; empty where there is none.</param>
internal sealed record StoredResults(
    string Name,
    Comparison? Comparison,
    IReadOnlyList<EpochMetrics> Epochs,
    DynamicsTable Dynamics,
    ImmutableArray<ClaimResult> Claims,
    RunRecord? Record,
    string Configuration)
{
    /// <summary>The folder's whole path; empty for results that lie in none.</summary>
    public string FullPath { get; init; } = "";

    /// <summary>Name of data of one's own that a meta-training had; null for those that its configuration names.</summary>
    public string? OwnData { get; init; }

    /// <summary>Whether it is a particle training.</summary>
    public bool IsOfParticles => RunPlan.TryParse(Configuration) is { IsOfParticles: true };

    /// <summary>What the run's folder says of it; null where nobody knows who made it.</summary>
    public RunDescription? Description => Record is null ? null : new RunDescription(
        Record, Record.State.ToString().ToLowerInvariant(), RunPlan.TryParse(Configuration) ?? RunPlan.Unknown, Epochs)
    {
        OwnData = OwnData,
    };

    private static readonly string[] _files = [MetricsCsv.MetricsFile, MetaTrainingCsv.FileName,
        MeasurementCsv.FileName, ClaimsFile.FileName];

    /// <summary>Reads a folder. Nothing in it is changed, and a process that works in it is not disturbed.</summary>
    /// <param name="folder">The folder of a meta-training, a meta-test, an analysis or a reproduction.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It holds no results, or a damaged file; the message names it.</exception>
    public static StoredResults Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"folder '{folder}' does not exist; expected the folder of a run");
        string config = Path.Combine(folder, MetaTrainingFolder.ConfigFile);
        var results = new StoredResults(
            NameOf(folder),
            Has(folder, MetricsCsv.MetricsFile) ? MetricsCsv.Read(folder) : null,
            Has(folder, MetaTrainingCsv.FileName) ? MetaTrainingCsv.Read(folder) : [],
            Has(folder, MeasurementCsv.FileName) ? new DynamicsTable(MeasurementCsv.Read(folder)) : DynamicsTable.Empty,
            Has(folder, ClaimsFile.FileName) ? ClaimsFile.Read(folder) : [],
            RunRecord.TryLoad(folder),
            File.Exists(config) ? File.ReadAllText(config) : "")
        {
            OwnData = DataRecord.OwnNameOf(folder),
            FullPath = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)),
        };
        return results is { Comparison: null, Epochs.Count: 0, Dynamics.Count: 0, Claims.IsEmpty: true }
            ? throw new InvalidDataException($"folder '{folder}' has no results; expected rows in one of {string.Join(", ", _files)}")
            : results;
    }

    private static bool Has(string folder, string file) => File.Exists(Path.Combine(folder, file));

    private static string NameOf(string folder)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Path.GetFileName(full) is { Length: > 0 } name ? name : full;
    }
}
