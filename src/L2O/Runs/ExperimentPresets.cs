using System.Collections.Immutable;
using L2O.MetaTraining;
using L2O.Numerics;

namespace L2O.Runs;

/// <summary>Meta-trainings by name.</summary>
public static class ExperimentPresets
{
    // Meta-learning rate 0.01 instead of the study's 0.001: at a tenth of the study's length it ends far lower (docs/paper-trial in decisions/0004).
    private static readonly MetaTrainingSettings Quick = new(epochs: 6, metaLearningRate: 0.01);

    /// <summary>All names, in the order to show.</summary>
    public static ImmutableArray<string> Names { get; } = ["quick", "paper/sigmoid", "paper/leaky-relu", "paper/batchnorm"];

    /// <summary>The preset of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static MetaTrainingExperiment Find(string name) => name switch
    {
        "quick" => new MetaTrainingExperiment(metaTraining: Quick),
        "paper/sigmoid" => new MetaTrainingExperiment("mlp-sigmoid-20", "mnist"),
        "paper/leaky-relu" => new MetaTrainingExperiment("mlp-leaky-relu-20", "mnist"),
        "paper/batchnorm" => new MetaTrainingExperiment("mlp-relu-20-batchnorm", "mnist"),
        _ => throw new ArgumentException(
            $"unknown preset '{name}'; expected {string.Join(", ", Names)}{(NearestName.Find(name, Names) is { } near ? $"; did you mean '{near}'?" : "")}"),
    };
}
