using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers;

namespace L2O.MetaTraining;

/// <summary>
/// Random start (docs/mathematics.md section 6): a hand-designed optimizer makes the first s - 1 steps of each run with meta-steps, s
/// drawn uniformly, so that the learned one meets other parts of training than its beginning.
/// </summary>
public sealed record RandomStart
{
    /// <summary>Settings of a random start; the defaults are the study's.</summary>
    /// <param name="optimizer">What trains before the learned optimizer, as <see cref="OptimizerText"/> says; null means adam.</param>
    /// <param name="learningRate">Its learning rate where its text has none; positive.</param>
    /// <param name="latest">The latest start, 1 or more; null means the last iteration.</param>
    /// <exception cref="ArgumentException">There is no such optimizer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public RandomStart(OptimizerSettings? optimizer = null, double learningRate = 0.05, int? latest = null)
    {
        Optimizer = optimizer ?? "adam";
        Optimizer.Create<double>(SettingRange.Positive(learningRate, nameof(learningRate)));
        if (latest < 1)
            throw new ArgumentOutOfRangeException(nameof(latest), $"latest is {latest}; expected 1 or more");
        (LearningRate, Latest) = (learningRate, latest);
    }

    /// <summary>What trains before the learned optimizer.</summary>
    public OptimizerSettings Optimizer { get; }

    /// <summary>Its learning rate where its text has none.</summary>
    public double LearningRate { get; }

    /// <summary>The latest start; null means the last iteration.</summary>
    public int? Latest { get; }

    /// <summary>The learned optimizer's first iteration in a run.</summary>
    /// <param name="rng">The run's stream.</param>
    /// <param name="iterations">Iterations of the run.</param>
    internal int Draw(Rng rng, int iterations) => 1 + rng.Split("first iteration").NextInt(Latest ?? iterations);

    /// <summary>The warm-up optimizer, freshly made.</summary>
    internal IOptimizer<T> WarmUp<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Optimizer.Create<T>(LearningRate);
}
