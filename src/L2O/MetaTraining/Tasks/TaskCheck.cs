using L2O.Data;
using L2O.MetaTraining.Estimators;
using L2O.Numerics;
using L2O.Optimizees.Losses;
using L2O.Optimizers.Learned;

namespace L2O.MetaTraining.Tasks;

/// <summary>Refuses task families that would fail in the middle of a meta-training.</summary>
internal static class TaskCheck
{
    private const int Draws = 3;

    /// <summary>Draws a few tasks of each distribution and begins to train them.</summary>
    /// <param name="settings">Families and evaluation.</param>
    /// <param name="sources">All data sets by name.</param>
    /// <param name="learned">The architecture.</param>
    /// <exception cref="ArgumentException">A network does not take its data, a batch is too small for it, a data set has too few samples or
    /// classes, or back-propagation is asked of an architecture that has none.</exception>
    public static void Run(ParticleTrainingSettings settings, IReadOnlyDictionary<string, IDataset> sources, ILearnedOptimizer learned)
    {
        using var compute = new Compute(threads: 1);
        Dictionary<string, TaskData> data = sources.ToDictionary(static source => source.Key, static source => new TaskData(source.Value),
            StringComparer.Ordinal);
        foreach (TaskFamilySettings family in settings.Families)
            Check(family, data, learned, compute);
        if (settings.Validation.Tasks is { } tasks)
            Check(new TaskFamilySettings(tasks, new EstimatorSettings(truncation: 1), new HorizonSettings(1)), data, learned, compute);
    }

    private static void Check(TaskFamilySettings family, Dictionary<string, TaskData> data, ILearnedOptimizer learned,
        Compute compute)
    {
        foreach (TaskDistribution tasks in family.Tasks)
            foreach (DataVariation variation in tasks.Data)
            {
                TaskData known = data[variation.Source];
                if (variation.FewestClasses > known.Classes)
                    throw new ArgumentException($"fewestClasses of '{variation.Source}' is {variation.FewestClasses}; expected at most "
                        + $"{known.Classes}, its classes");
                LossCatalog.Choose(tasks.Networks.Loss, known.Dataset);
                foreach (int batchSize in tasks.BatchSizes)
                    Begin(One(family, tasks, variation, batchSize), data, learned, compute);
            }
    }

    private static TaskFamilySettings One(TaskFamilySettings family, TaskDistribution tasks, DataVariation variation, int batchSize) => new(
        [new TaskDistribution([variation], tasks.Networks, [batchSize], tasks.Augmentation)], family.Estimator, family.Horizon,
            family.Loss);

    private static void Begin(TaskFamilySettings family, Dictionary<string, TaskData> data, ILearnedOptimizer learned,
        Compute compute)
    {
        for (ulong draw = 0; draw < Draws; draw++)
        {
            var pair = new TrainingPair<float>(family, data, learned, compute);
            if (family.Estimator.Kind == EstimatorKind.TruncatedBptt)
                pair.Record(family.Estimator.Truncation);
            pair.Begin(new Rng(draw), progress: 0, length: family.Horizon.Least);
            if (pair.LeastSamples > pair.Task.BatchSize)
                throw new ArgumentException($"batchSizes has {pair.Task.BatchSize}; expected {pair.LeastSamples} or more, which "
                    + $"'{pair.Task.Network}' needs");
        }
    }
}
