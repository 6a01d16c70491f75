using System.Collections.Immutable;
using L2O.Runs;
using L2O.Studies.Yardstick.Suites;

namespace L2O.Studies.Yardstick;

/// <summary>What a yardstick's <c>yardstick.json</c> says.</summary>
/// <param name="SchemaVersion">Version of this record, 1.</param>
/// <param name="Suite">The suite, without tasks whose data are missing.</param>
/// <param name="Optimizers">What was measured in the last session, by name.</param>
/// <param name="Missing">Tasks that were skipped, a line each.</param>
/// <param name="Machine">Program and machine of the last session.</param>
/// <param name="Seconds">What its steps took so far.</param>
internal sealed record YardstickRecord(int SchemaVersion, Suite Suite, ImmutableArray<string> Optimizers, ImmutableArray<string> Missing,
    MachineInfo Machine, double Seconds)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "yardstick.json";

    /// <summary>The present version of the record.</summary>
    public const int CurrentVersion = 1;
}
