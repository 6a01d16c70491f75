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
        return SettingsOverrides.Apply(experiment, changes);

        void Add(string key, string? path)
        {
            if (path is not null && Path.GetFullPath(path, Path.GetFullPath(folder)) is var whole && whole != path)
                changes.Add($"{key}={whole}");
        }
    }
}
