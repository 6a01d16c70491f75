using System.Collections.Immutable;

namespace L2O.Studies.Steps;

/// <summary>What a step's <c>step.json</c> says.</summary>
/// <param name="SchemaVersion">Version of this record, 1.</param>
/// <param name="Name">The step's name.</param>
/// <param name="Kind">What it does.</param>
/// <param name="State"><see cref="StepState.Done"/>, or <see cref="StepState.Running"/> from its beginning to its end.</param>
/// <param name="InputsHash">Digest of all that it depends on.</param>
/// <param name="Seconds">Time that it took, all of its sessions but those that were killed.</param>
/// <param name="Outputs">What it made.</param>
internal sealed record StepRecord(int SchemaVersion, string Name, string Kind, StepState State,
    string InputsHash, double Seconds, ImmutableArray<StepOutput> Outputs)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "step.json";

    /// <summary>The present version of the record.</summary>
    public const int CurrentVersion = 1;
}
