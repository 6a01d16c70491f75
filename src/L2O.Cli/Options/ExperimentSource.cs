using L2O.Experiments;
using L2O.Runs;
using L2O.Settings;

namespace L2O.Cli.Options;

/// <summary>Experiments as the command line names them: a preset, a JSON file, or the folder of a run.</summary>
internal static class ExperimentSource
{
    /// <summary>Reads the description.</summary>
    /// <exception cref="UsageException">There is neither such a file or folder nor such a preset.</exception>
    public static Experiment Load(string text)
    {
        if (Directory.Exists(text))
            return SettingsJson.Load<Experiment>(Path.Combine(text, MetaTrainingFolder.ConfigFile));
        if (File.Exists(text))
            return ExperimentPaths.Resolve(SettingsJson.Load<Experiment>(text), Path.GetDirectoryName(Path.GetFullPath(text))!);
        if (text.EndsWith(".json", StringComparison.Ordinal))
            throw new UsageException($"{text}: no such file; expected an experiment in JSON, or a preset's name");
        return ExperimentPresets.Find(text);
    }

    /// <summary>The description with what <c>--data</c>, <c>--seed</c> and <c>--set</c> change.</summary>
    /// <param name="experiment">Where all else comes from.</param>
    /// <param name="data">A dataset as <see cref="DataSettings.Parse"/> reads it; null changes nothing.</param>
    /// <param name="seed">Null changes nothing.</param>
    /// <param name="assignments">As typed behind <c>--set</c>.</param>
    public static Experiment Change(Experiment experiment, string? data, ulong? seed, IEnumerable<string> assignments)
    {
        if (data is not null && (DataText.IsMore(data) || experiment.Data.Path is not null || experiment.Data.Target is not null))
            (experiment, data) = (SettingsOverrides.Apply(experiment, DataText.Assignments(data, "data.", experiment.Data)), null);
        var changes = new List<string>();
        if (data is not null)
            changes.Add($"data={data}");
        if (seed is { } number)
            changes.Add($"seed={number}");
        return SettingsOverrides.Apply(experiment, [.. changes, .. assignments]);
    }
}
