using L2O.MetaTraining;
using L2O.Optimizers.Learned;

namespace L2O.Runs;

/// <summary>A meta-training, described completely: the same description gives the same phi, bit for bit.</summary>
public sealed record MetaTrainingExperiment
{
    /// <summary>Describes a meta-training; the defaults are the study's on its sigmoid optimizee.</summary>
    /// <param name="optimizee">Name of the network that is trained.</param>
    /// <param name="data">Name of the dataset.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="learnedOptimizer">The learned optimizer; null means the study's.</param>
    /// <param name="metaTraining">Lengths and rates; null means the study's.</param>
    public MetaTrainingExperiment(
        string optimizee = "mlp-sigmoid-20",
        string data = "digits",
        ulong seed = 1,
        CoordinateLstm? learnedOptimizer = null,
        MetaTrainingSettings? metaTraining = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(optimizee);
        ArgumentException.ThrowIfNullOrWhiteSpace(data);
        Optimizee = optimizee;
        Data = data;
        Seed = seed;
        LearnedOptimizer = learnedOptimizer ?? new CoordinateLstm();
        MetaTraining = metaTraining ?? new MetaTrainingSettings();
    }

    /// <summary>Name of the network that is trained.</summary>
    public string Optimizee { get; }

    /// <summary>Name of the dataset.</summary>
    public string Data { get; }

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; }

    /// <summary>The learned optimizer.</summary>
    public CoordinateLstm LearnedOptimizer { get; }

    /// <summary>Lengths and rates.</summary>
    public MetaTrainingSettings MetaTraining { get; }
}
