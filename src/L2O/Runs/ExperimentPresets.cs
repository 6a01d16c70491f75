using System.Collections.Immutable;
using L2O.MetaTraining;
using L2O.Numerics;

namespace L2O.Runs;

/// <summary>Meta-trainings by name.</summary>
public static class ExperimentPresets
{
    // Ten times the meta-learning rate of the study: nine epochs instead of fifty have to do (docs/decisions/0005).
    private static readonly MetaTrainingSettings Quick = new(epochs: 9, metaLearningRate: 0.01, finalMetaLearningRate: 0.003);

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
