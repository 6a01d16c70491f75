namespace L2O.MetaTesting;

/// <summary>How optimizers are compared (docs/mathematics.md section 7).</summary>
public sealed record MetaTestSettings
{
    /// <summary>Settings of a meta-test.</summary>
    /// <param name="iterations">Steps of each run, 1 or more.</param>
    /// <param name="runs">Runs of each optimizer on each optimizee, from different starting parameters; 1 or more.</param>
    /// <param name="batchSize">Samples a batch, 1 or more.</param>
    /// <param name="testEvery">A test batch is evaluated every so many iterations, 1 or more.</param>
    /// <param name="search">How learning rates are searched; null means as in the study.</param>
    /// <param name="lossThreshold">The training loss, in nats, whose first crossing is counted, positive; null means on each network the
    /// one that tuned Adam has at a third of the run, 0.5 where Adam is not tuned there.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public MetaTestSettings(int iterations = 200, int runs = 3, int batchSize = 128, int testEvery = 10,
        LearningRateSearchSettings? search = null, double? lossThreshold = null)
    {
        if (lossThreshold is { } threshold && !(threshold > 0 && double.IsFinite(threshold)))
            throw new ArgumentOutOfRangeException(nameof(lossThreshold), $"lossThreshold is {threshold}; expected a positive number");
        LossThreshold = lossThreshold;
        Iterations = Positive(iterations, nameof(iterations));
        Runs = Positive(runs, nameof(runs));
        BatchSize = Positive(batchSize, nameof(batchSize));
        TestEvery = Positive(testEvery, nameof(testEvery));
        Search = search ?? new LearningRateSearchSettings();
    }

    /// <summary>Steps of each run.</summary>
    public int Iterations { get; }

    /// <summary>Runs of each optimizer on each optimizee.</summary>
    public int Runs { get; }

    /// <summary>Samples a batch.</summary>
    public int BatchSize { get; }

    /// <summary>Iterations between two evaluations of a test batch.</summary>
    public int TestEvery { get; }

    /// <summary>How learning rates are searched.</summary>
    public LearningRateSearchSettings Search { get; }

    /// <summary>The training loss whose first crossing is counted, in nats; null leaves it to tuned Adam.</summary>
    public double? LossThreshold { get; }

    private static int Positive(int value, string name) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{name} is {value}; expected 1 or more");
}
