using System.Numerics;
using L2O.MetaTraining.Regularizers;
using L2O.Optimizees;

namespace L2O.MetaTraining;

/// <summary>How phi is trained (docs/mathematics.md section 4). The defaults are the study's.</summary>
public sealed record MetaTrainingSettings
{
    /// <summary>Settings of a meta-training.</summary>
    /// <param name="epochs">Epochs, 1 or more.</param>
    /// <param name="runsPerEpoch">Inner runs with meta-steps an epoch, 1 or more.</param>
    /// <param name="testRuns">Inner runs without meta-steps after each epoch, which decide on the best phi; 0 leaves that to the
    /// meta-loss.</param>
    /// <param name="iterations">Steps of an inner run, 1 or more.</param>
    /// <param name="unroll">U, steps between meta-steps, 1 to <paramref name="iterations"/>; leftover steps give none.</param>
    /// <param name="batchSize">Samples a batch, 1 or more.</param>
    /// <param name="metaLearningRate">Adam's learning rate for phi, positive.</param>
    /// <param name="finalMetaLearningRate">What the rate falls to by the last meta-step, along half a cosine; null keeps it constant, as in
    /// the study.</param>
    /// <param name="logLoss">Whether the meta-loss is log(Σ loss) or Σ loss.</param>
    /// <param name="dataOrder">Whether all runs see the same batches.</param>
    /// <param name="longestUnroll">With it each unroll's length is drawn uniformly from <paramref name="unroll"/> to this, at most
    /// <paramref name="iterations"/>; null keeps it fixed.</param>
    /// <param name="clipNorm">Longest meta-gradient: a longer one is shortened to this Euclidean norm; positive, null leaves all as they
    /// are.</param>
    /// <param name="regularizer">A term of the meta-loss in the updates themselves; null for none.</param>
    /// <param name="randomStart">Lets another optimizer begin each run with meta-steps; null for none.</param>
    /// <param name="divergence">What happens when a number becomes NaN or infinite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public MetaTrainingSettings(
        int epochs = 50,
        int runsPerEpoch = 20,
        int testRuns = 3,
        int iterations = 200,
        int unroll = 20,
        int batchSize = 128,
        double metaLearningRate = 1e-3,
        double? finalMetaLearningRate = null,
        bool logLoss = true,
        DataOrder dataOrder = DataOrder.Fixed,
        int? longestUnroll = null,
        double? clipNorm = null,
        SymmetryRegularizerSettings? regularizer = null,
        RandomStart? randomStart = null,
        DivergencePolicy divergence = DivergencePolicy.SkipMetaStep)
    {
        Epochs = AtLeast(1, epochs, nameof(epochs));
        RunsPerEpoch = AtLeast(1, runsPerEpoch, nameof(runsPerEpoch));
        TestRuns = AtLeast(0, testRuns, nameof(testRuns));
        Iterations = AtLeast(1, iterations, nameof(iterations));
        Unroll = AtLeast(1, unroll, nameof(unroll));
        if (unroll > iterations)
            throw new ArgumentOutOfRangeException(nameof(unroll), $"unroll is {unroll}; expected at most iterations, {iterations}");
        if (longestUnroll < unroll || longestUnroll > iterations)
            throw new ArgumentOutOfRangeException(nameof(longestUnroll),
                $"longestUnroll is {longestUnroll}; expected unroll to iterations, {unroll} to {iterations}");
        LongestUnroll = longestUnroll;
        BatchSize = AtLeast(1, batchSize, nameof(batchSize));
        MetaLearningRate = Positive(metaLearningRate, nameof(metaLearningRate));
        FinalMetaLearningRate = finalMetaLearningRate is { } final ? Positive(final, nameof(finalMetaLearningRate)) : null;
        ClipNorm = clipNorm is { } norm ? Positive(norm, nameof(clipNorm)) : null;
        (LogLoss, Regularizer) = (logLoss, regularizer);
        if (randomStart?.Latest > iterations)
            throw new ArgumentOutOfRangeException(nameof(randomStart),
                $"randomStart.latest is {randomStart.Latest}; expected at most iterations, {iterations}");
        (RandomStart, DataOrder, Divergence) = (randomStart, dataOrder, divergence);
    }

    /// <summary>Refuses an optimizee that the regularizer finds nothing in.</summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="optimizee">What is to be trained.</param>
    /// <exception cref="ArgumentException">It has no such symmetry.</exception>
    public void Check<T>(IOptimizee<T> optimizee) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(optimizee);
        if (Regularizer is { } regularizer)
            _ = new SymmetryRegularizer<T>(regularizer, optimizee);
    }

    /// <summary>Number of epochs.</summary>
    public int Epochs { get; }

    /// <summary>Inner runs with meta-steps an epoch.</summary>
    public int RunsPerEpoch { get; }

    /// <summary>Inner runs without meta-steps after each epoch.</summary>
    public int TestRuns { get; }

    /// <summary>Steps of an inner run.</summary>
    public int Iterations { get; }

    /// <summary>U, steps between meta-steps.</summary>
    public int Unroll { get; }

    /// <summary>Where given, the longest of the unrolls, whose lengths are drawn from <see cref="Unroll"/> on.</summary>
    public int? LongestUnroll { get; }

    /// <summary>Samples a batch.</summary>
    public int BatchSize { get; }

    /// <summary>Adam's learning rate for phi.</summary>
    public double MetaLearningRate { get; }

    /// <summary>What the rate falls to by the last meta-step; null keeps it constant.</summary>
    public double? FinalMetaLearningRate { get; }

    /// <summary>Longest meta-gradient; null leaves all as they are.</summary>
    public double? ClipNorm { get; }

    /// <summary>Whether the meta-loss is log(Σ loss) or Σ loss.</summary>
    public bool LogLoss { get; }

    /// <summary>A term of the meta-loss in the updates themselves, if any.</summary>
    public SymmetryRegularizerSettings? Regularizer { get; }

    /// <summary>How another optimizer begins each run with meta-steps, if one does.</summary>
    public RandomStart? RandomStart { get; }

    /// <summary>Whether all runs see the same batches.</summary>
    public DataOrder DataOrder { get; }

    /// <summary>What happens when a number becomes NaN or infinite.</summary>
    public DivergencePolicy Divergence { get; }

    /// <summary>The meta-learning rate at a point of the training, as a share of <see cref="MetaLearningRate"/>.</summary>
    /// <param name="progress">0 at the start, 1 at the end.</param>
    internal double RateFactor(double progress)
    {
        if (FinalMetaLearningRate is not { } final)
            return 1;
        double floor = final / MetaLearningRate;
        return floor + (1 - floor) * 0.5 * (1 + Math.Cos(Math.PI * progress));
    }

    private static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{name} is {value}; expected a positive number");

    private static int AtLeast(int least, int value, string name) => value >= least
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{name} is {value}; expected {least} or more");
}
