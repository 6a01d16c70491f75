using System.Collections.Immutable;
using L2O.Data.Sources;

namespace L2O.Bench;

/// <summary>What to measure, and for how long.</summary>
internal sealed record BenchSettings
{
    /// <summary>The network that is trained.</summary>
    public const string Optimizee = "mlp-sigmoid-20";

    /// <summary>Samples a batch.</summary>
    public const int BatchSize = 128;

    /// <summary>U.</summary>
    public const int Unroll = 20;

    /// <param name="data">The dataset's name.</param>
    /// <param name="folder">Where datasets lie.</param>
    /// <param name="threads">As for <c>--threads</c>.</param>
    /// <param name="seconds">Time for one measurement, positive.</param>
    /// <param name="warmUpSeconds">Time for one warm-up, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is out of range.</exception>
    public BenchSettings(string data, DataFolder folder, int threads, double seconds, double warmUpSeconds)
    {
        if (!(seconds > 0 && double.IsFinite(seconds)))
            throw new ArgumentOutOfRangeException(nameof(seconds), $"seconds is {seconds}; expected a number greater than 0");
        if (!(warmUpSeconds >= 0 && double.IsFinite(warmUpSeconds)))
            throw new ArgumentOutOfRangeException(nameof(warmUpSeconds), $"warmUpSeconds is {warmUpSeconds}; expected 0 or more");
        (Data, Folder, Threads, Seconds, WarmUpSeconds) = (data, folder, threads, seconds, warmUpSeconds);
    }

    /// <summary>The dataset's name.</summary>
    public string Data { get; }

    /// <summary>Where datasets lie.</summary>
    public DataFolder Folder { get; }

    /// <summary>Threads; 0 means one for each core.</summary>
    public int Threads { get; }

    /// <summary>About how long a measurement lasts.</summary>
    public double Seconds { get; }

    /// <summary>The least time that a warm-up lasts.</summary>
    public double WarmUpSeconds { get; }

    /// <summary>What is measured.</summary>
    public ImmutableArray<BenchPart> Parts { get; init; } = [.. Enum.GetValues<BenchPart>()];

    /// <summary>n of the kernels and of what growth is compared with: that of <see cref="Optimizee"/> on 28x28 images.</summary>
    public int ReferenceCoordinates { get; init; } = 15_910;

    /// <summary>Numbers of coordinates for the growth with n.</summary>
    public ImmutableArray<int> Coordinates { get; init; } = [1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22];

    /// <summary>Unroll lengths for the growth with U.</summary>
    public ImmutableArray<int> Unrolls { get; init; } = [10, 20, 50, 100, 200];
}
