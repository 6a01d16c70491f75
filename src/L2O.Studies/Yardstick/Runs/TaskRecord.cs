using System.Collections.Immutable;
using L2O.Files;
using L2O.Settings;

namespace L2O.Studies.Yardstick.Runs;

/// <summary>The optimizers on one task, as a step stores them: numbers as JSON, smoothed training losses beside them.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Optimizers">Each at each horizon.</param>
internal sealed record TaskRecord(string Task, ImmutableArray<ScoredOptimizer> Optimizers)
{
    /// <summary>Name of the file with the numbers.</summary>
    public const string RecordFile = "scores.json";

    /// <summary>Name of the file with the curves.</summary>
    public const string CurvesFile = "curves.safetensors";

    /// <summary>Reads the numbers.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static TaskRecord Load(string folder) => SettingsJson.Load<TaskRecord>(Path.Combine(folder, RecordFile));

    /// <summary>Writes both files.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="curves">Smoothed losses by <see cref="CurveName"/>.</param>
    public void Save(string folder, IReadOnlyDictionary<string, float[]> curves)
    {
        SettingsJson.Save(Path.Combine(folder, RecordFile), this);
        SafetensorsFile.Save(Path.Combine(folder, CurvesFile),
            [.. curves.Select(static curve => SafetensorsTensor.Of(curve.Key, curve.Value, curve.Value.Length))],
            new Dictionary<string, string>());
    }

    /// <summary>What the curve of a run is called.</summary>
    /// <param name="name">The optimizer.</param>
    /// <param name="horizon">Steps of the run.</param>
    /// <param name="seed">Number of the run, from 0.</param>
    public static string CurveName(string name, int horizon, int seed) => FormattableString.Invariant($"{name}/{horizon}/{seed}");

    /// <summary>What the curve of tuned Adam is called in a run of twice the length that it was tuned for.</summary>
    /// <param name="horizon">What it was tuned for.</param>
    /// <param name="seed">Number of the run, from 0.</param>
    public static string DoubleName(int horizon, int seed) => FormattableString.Invariant($"{Baselines.Adam}/{horizon}/{seed}/double");
}
