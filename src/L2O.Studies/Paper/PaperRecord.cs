using System.Collections.Immutable;
using L2O.Runs;

namespace L2O.Studies.Paper;

/// <summary>What a reproduction's <c>paper.json</c> says: the plan, where it was made, what it took.</summary>
/// <param name="SchemaVersion">Version of this record, 1.</param>
/// <param name="Scale">The scale's name.</param>
/// <param name="Data">The data, with its digest.</param>
/// <param name="Only">The figures that were asked for; empty for all.</param>
/// <param name="Machine">Program and machine of the last session.</param>
/// <param name="Costs">What iterations cost there, as measured before the first step.</param>
/// <param name="Steps">The steps of the last session.</param>
/// <param name="Starts">Meta-trainings of each condition, as asked for; null for the scale's own number.</param>
internal sealed record PaperRecord(
    int SchemaVersion, string Scale, string Data, ImmutableArray<string> Only, MachineInfo Machine,
        PaperCosts Costs, ImmutableArray<PaperStepRecord> Steps, int? Starts = null)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "paper.json";

    /// <summary>The present version of the record.</summary>
    public const int CurrentVersion = 1;
}
