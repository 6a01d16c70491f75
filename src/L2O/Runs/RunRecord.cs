using System.Collections.Immutable;
using L2O.Settings;

namespace L2O.Runs;

/// <summary>What became of a run, who did it and when: a folder's <c>run.json</c>. What the run is stands in <c>config.json</c>.</summary>
/// <param name="SchemaVersion">Version of this record, 1.</param>
/// <param name="Kind">What runs, e.g. <c>meta-training</c>.</param>
/// <param name="Seed">Source of all its randomness.</param>
/// <param name="State">How it stands.</param>
/// <param name="Sessions">Every process that worked on it, in order.</param>
internal sealed record RunRecord(int SchemaVersion, string Kind, ulong Seed, RunState State, ImmutableArray<RunSession> Sessions)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "run.json";

    /// <summary>The present version of the record.</summary>
    public const int CurrentVersion = 1;

    /// <summary>A record of a run that begins.</summary>
    /// <param name="kind">What runs.</param>
    /// <param name="seed">Source of all its randomness.</param>
    public static RunRecord New(string kind, ulong seed) => new(CurrentVersion, kind, seed, RunState.Running, []);

    /// <summary>Reads a folder's record.</summary>
    /// <exception cref="FileNotFoundException">It has none.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or of a later version.</exception>
    public static RunRecord Load(string folder)
    {
        string path = Path.Combine(folder, FileName);
        RunRecord record = SettingsJson.Load<RunRecord>(path);
        return record.SchemaVersion == CurrentVersion
            ? record
            : throw new InvalidDataException($"{path}: schemaVersion is {record.SchemaVersion}; expected {CurrentVersion}");
    }

    /// <summary>A folder's record, null if it has none or a damaged one.</summary>
    public static RunRecord? TryLoad(string folder)
    {
        try
        {
            return File.Exists(Path.Combine(folder, FileName)) ? Load(folder) : null;
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Stores the record, in one step.</summary>
    /// <param name="folder">An existing folder.</param>
    public void Save(string folder) => SettingsJson.Save(Path.Combine(folder, FileName), this);

    /// <summary>The record with another session under way.</summary>
    /// <param name="session">The session.</param>
    public RunRecord Begin(RunSession session) => this with { State = RunState.Running, Sessions = Sessions.Add(session) };

    /// <summary>The record after the present session.</summary>
    /// <param name="state">How the run stands.</param>
    /// <param name="reason">Why the session ended.</param>
    public RunRecord End(RunState state, string reason) =>
        this with { State = state, Sessions = Sessions.SetItem(Sessions.Length - 1, Sessions[^1].End(reason)) };
}
