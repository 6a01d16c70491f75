using System.Collections.Immutable;
using System.Reflection;
using L2O.Experiments;
using L2O.Numerics;
using L2O.Settings;

namespace L2O.Studies.Yardstick.Suites;

/// <summary>The suites that come with the program, and those in files.</summary>
internal static class SuiteCatalog
{
    private const string Prefix = "suites/";

    private static readonly Assembly s_assembly = typeof(SuiteCatalog).Assembly;

    /// <summary>Names of those that come with the program.</summary>
    public static ImmutableArray<string> Names { get; } = ["quick", "laptop", "envelopes"];

    /// <summary>The suite that a user means.</summary>
    /// <param name="text">A name, or the path of a JSON file.</param>
    /// <exception cref="ArgumentException">There is neither.</exception>
    /// <exception cref="InvalidDataException">The file is malformed; the message says where.</exception>
    public static Suite Find(string text)
    {
        if (Names.Contains(text))
        {
            using Stream stream = s_assembly.GetManifestResourceStream($"{Prefix}{text}.json")!;
            using var reader = new StreamReader(stream);
            return SettingsJson.Parse<Suite>(reader.ReadToEnd(), text);
        }
        if (File.Exists(text))
            return Resolve(SettingsJson.Load<Suite>(text), Path.GetDirectoryName(Path.GetFullPath(text))!);
        throw new ArgumentException($"unknown suite '{text}'; expected {string.Join(", ", Names)}, or a JSON file that is there"
            + (NearestName.Find(text, Names) is { } near ? $"; did you mean '{near}'?" : ""));
    }

    /// <summary>Paths of data in a file are relative to its folder.</summary>
    private static Suite Resolve(Suite suite, string folder) => suite.With(suite.Tasks.Select(task => new SuiteTask(task.Name, task.Part,
        ExperimentPaths.Resolve(new Experiment(data: task.Data), folder).Data, task.Network, task.BatchSize, task.Loss, task.TrainShare,
        task.Horizons)));
}
