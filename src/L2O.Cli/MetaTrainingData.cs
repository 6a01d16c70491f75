using L2O.Data;
using L2O.Data.Sources;
using L2O.Experiments;
using L2O.Runs;

namespace L2O.Cli;

/// <summary>The data of a meta-training: one data set, or those that the families of a particle training name.</summary>
/// <param name="Train">The training split; null for a particle training.</param>
/// <param name="Sources">Training splits by name; null for any other.</param>
internal sealed record MetaTrainingData(IDataset? Train, IReadOnlyDictionary<string, IDataset>? Sources)
{
    /// <summary>Reads them.</summary>
    /// <param name="experiment">Names them.</param>
    /// <param name="dataDir">Folder of the known datasets; null leaves it to the environment.</param>
    /// <param name="threads">Threads for computing.</param>
    public static MetaTrainingData Load(Experiment experiment, string? dataDir, int threads) => experiment.Particles is { } particles
        ? new MetaTrainingData(null, TaskSources.Load(particles, DataFolder.Resolve(dataDir), threads, CliData.Readers))
        : new MetaTrainingData(CliData.Load(experiment.Data, dataDir, threads).Train, null);

    /// <summary>Refuses an experiment that fits no run.</summary>
    public void Check(Experiment experiment)
    {
        if (Sources is { } sources)
            MetaTrainingFolder.Check(experiment, sources);
        else
            MetaTrainingFolder.Check(experiment, Train!);
    }
}
