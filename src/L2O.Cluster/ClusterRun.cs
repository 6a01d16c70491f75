using L2O.Experiments;
using L2O.MetaTraining;

namespace L2O.Cluster;

/// <summary>What all workers of a meta-training agree on, and which of them this process is.</summary>
/// <param name="Place">Which worker.</param>
/// <param name="Sizes">What is exchanged.</param>
/// <param name="Version">Of the program.</param>
/// <param name="Configuration">Digest of experiment and data.</param>
/// <param name="Secret">Of the run.</param>
internal sealed record ClusterRun(WorkerPlace Place, RoundSizes Sizes, string Version, string Configuration, RunSecret Secret)
{
    /// <summary>Who this process is, for messages.</summary>
    public string Process { get; init; } = $"process {Environment.ProcessId} on {Environment.MachineName}";

    /// <summary>Sizes of a particle training's rounds.</summary>
    public static RoundSizes SizesOf(ParticleTrainingSettings particles) => new(particles.Rounds,
        particles.Families.Sum(static family => family.Estimator.Particles), particles.Validation.Runs);

    /// <summary>Refuses an experiment whose work these workers can't share.</summary>
    /// <exception cref="ArgumentException">It trains no particles, or by back-propagation, or has fewer particles than workers.</exception>
    public static void Check(Experiment experiment, WorkerPlace place)
    {
        ParticleTrainingSettings particles = experiment.Particles ?? throw new ArgumentException(
            "the experiment has no 'particles', whose work workers could share; expected one with particles");
        if (particles.Families.Any(static family => family.Estimator.Kind == MetaTraining.Estimators.EstimatorKind.TruncatedBptt))
            throw new ArgumentException("a family's estimator is truncatedBptt, whose particles return whole gradients; expected evolution "
                + "strategies in all families where workers share them");
        int count = SizesOf(particles).Particles;
        if (count < place.Workers)
            throw new ArgumentException($"there are {place.Workers} workers for {count} particles; expected {count} workers or fewer");
    }
}
