using L2O.Pretrained;
using L2O.Settings;

namespace L2O.Experiments;

/// <summary>Paths in an experiment: whole ones, so that it means the same wherever it is read.</summary>
internal static class ExperimentPaths
{
    /// <summary>The same experiment with whole paths.</summary>
    /// <param name="experiment">Its paths may be relative.</param>
    /// <param name="folder">What they are relative to.</param>
    public static Experiment Resolve(Experiment experiment, string folder)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        DataSettings data = experiment.Data;
        var changes = new List<string>();
        Add("startFrom", experiment.StartFrom is { } start && PhiSource.IsPretrained(start) ? null : experiment.StartFrom);
        Add("data.path", data.Path);
        Add("data.targets", data.Targets);
        Add("data.test", data.Test);
        Add("data.testTargets", data.TestTargets);
        if (experiment.Particles is { } particles)
            foreach (string source in particles.Sources.Where(source => TaskSources.Resolve(source, folder) != source).ToArray())
                experiment = Renamed(experiment, source, TaskSources.Resolve(source, folder));
        return SettingsOverrides.Apply(experiment, changes);

        void Add(string key, string? path)
        {
            if (path is not null && Path.GetFullPath(path, Path.GetFullPath(folder)) is var whole && whole != path)
                changes.Add($"{key}={whole}");
        }
    }

    private static Experiment Renamed(Experiment experiment, string source, string whole) => SettingsJson.Parse<Experiment>(
        SettingsJson.Format(experiment).Replace(JsonText(source), JsonText(whole), StringComparison.Ordinal), "experiment");

    private static string JsonText(string text) => $"\"source\": {System.Text.Json.JsonSerializer.Serialize(text, s_relaxed)}";

    private static readonly System.Text.Json.JsonSerializerOptions s_relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
