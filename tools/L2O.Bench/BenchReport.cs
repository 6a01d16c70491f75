using System.Text.Json;
using System.Text.Json.Serialization;
using L2O.Bench.Results;
using L2O.Runs;

namespace L2O.Bench;

/// <summary>Everything measured, as the JSON file holds it. What was not measured is null and left out.</summary>
internal sealed record BenchReport
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Meta-training, meta-steps and batches included; median.</summary>
    public double? MetaTrainMillisecondsPerIteration => MedianOf("meta-training");

    /// <summary>The learned optimizer training, batches included; median.</summary>
    public double? MetaTestMillisecondsPerIteration => MedianOf("meta-testing");

    /// <summary>Peak resident memory of a meta-training process, in units of 10^6 bytes.</summary>
    public double? PeakMegabytes { get; init; }

    /// <summary>All threads, widest registers; median.</summary>
    public double? MultiplyAddPeakGflops => Peaks?[^1].Gflops;

    /// <summary>When the benchmark began.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>How long it took.</summary>
    public double WallSeconds { get; init; }

    /// <summary>What it ran on.</summary>
    public required MachineInfo Machine { get; init; }

    /// <summary>The trained network.</summary>
    public string Optimizee { get; } = BenchSettings.Optimizee;

    /// <summary>The dataset.</summary>
    public required string Data { get; init; }

    /// <summary>Samples a batch.</summary>
    public int BatchSize { get; } = BenchSettings.BatchSize;

    /// <summary>U.</summary>
    public int Unroll { get; } = BenchSettings.Unroll;

    /// <summary>H.</summary>
    public int HiddenSize { get; } = 20;

    /// <summary>Whole iterations.</summary>
    public IReadOnlyList<TrainingResult>? Training { get; init; }

    /// <summary>Variants of meta-training next to the plain one.</summary>
    public IReadOnlyList<VariantResult>? Variants { get; init; }

    /// <summary>A checkpoint, and its share of the time from one to the next.</summary>
    public CheckpointResult? Checkpoints { get; init; }

    /// <summary>The last one is the widest registers on all threads.</summary>
    public IReadOnlyList<PeakResult>? Peaks { get; init; }

    /// <summary>Kernels next to the peak.</summary>
    public IReadOnlyList<KernelResult>? Kernels { get; init; }

    /// <summary>Inner steps of particle trainings.</summary>
    public IReadOnlyList<ParticleResult>? Particles { get; init; }

    /// <summary>Steps of learned optimizers and of Adam.</summary>
    public IReadOnlyList<LearnedResult>? Learned { get; init; }

    /// <summary>Growth with n, then with U.</summary>
    public IReadOnlyList<GrowthResult>? Growth { get; init; }

    /// <summary>Meta-test iterations with live measures next to plain ones.</summary>
    public IReadOnlyList<LiveMeasureResult>? LiveMeasures { get; init; }

    /// <summary>What a snapshot's measures take.</summary>
    public IReadOnlyList<DynamicsResult>? Snapshots { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Format);

    private double? MedianOf(string name) => Training?.First(result => result.Name == name).MillisecondsPerIteration.Median;
}
