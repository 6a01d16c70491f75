using System.Text.Json.Nodes;
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
        return WithParticles(SettingsOverrides.Apply(experiment, changes), folder);

        void Add(string key, string? path)
        {
            if (path is not null && Path.GetFullPath(path, Path.GetFullPath(folder)) is var whole && whole != path)
                changes.Add($"{key}={whole}");
        }
    }

    private static Experiment WithParticles(Experiment experiment, string folder)
    {
        if (experiment.Particles is not { } particles || particles.Sources.All(source => TaskSources.Resolve(source, folder) == source))
            return experiment;
        JsonNode root = JsonNode.Parse(SettingsJson.Format(experiment))!;
        Resolve(root["particles"], folder);
        return SettingsJson.Parse<Experiment>(root.ToJsonString(), "experiment");
    }

    /// <summary>The sources of data in all that is inside.</summary>
    private static void Resolve(JsonNode? node, string folder)
    {
        if (node is JsonArray list)
            foreach (JsonNode? item in list)
                Resolve(item, folder);
        if (node is not JsonObject group)
            return;
        foreach (string key in group.Select(static pair => pair.Key).ToArray())
            if (key == "source")
                group[key] = TaskSources.Resolve(group[key]!.GetValue<string>(), folder);
            else
                Resolve(group[key], folder);
    }
}
