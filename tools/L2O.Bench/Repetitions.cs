using System.Diagnostics;

namespace L2O.Bench;

/// <summary>
/// Times operations: warm up until the runtime has compiled the hot path for good, then repetitions long enough for the
/// clock until the time is used up.
/// </summary>
/// <param name="seconds">About how long a measurement lasts, its warm-up excluded; positive.</param>
/// <param name="warmUpSeconds">The least time that a warm-up lasts.</param>
/// <param name="cancellation">Checked between repetitions.</param>
internal sealed class Repetitions(double seconds, double warmUpSeconds, CancellationToken cancellation)
{
    private const int Wanted = 25;

    /// <summary>Times one operation.</summary>
    public Timing Measure(Action operation)
    {
        int calls = CallsFor(operation, seconds / Wanted, out int fewest);
        var times = new List<double>();
        long started = Stopwatch.GetTimestamp();
        while (times.Count < fewest || Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
            times.Add(Time(operation, calls));
        return Timing.Of(times);
    }

    /// <summary>Times two operations in turns.</summary>
    public PairedTiming Measure(Action operation, Action reference)
    {
        int referenceCalls = CallsFor(reference, seconds / (2 * Wanted), out _),
            calls = CallsFor(operation, seconds / (2 * Wanted), out int fewest);
        var times = new List<double>();
        var referenceTimes = new List<double>();
        long started = Stopwatch.GetTimestamp();
        while (times.Count < fewest || Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
        {
            referenceTimes.Add(Time(reference, referenceCalls));
            times.Add(Time(operation, calls));
        }
        return new PairedTiming(Timing.Of(times), Timing.Of(referenceTimes), Timing.Of(times.Zip(referenceTimes, static (a, b) => a / b)));
    }

    /// <summary>Warms up, and says how many calls fill a repetition and how many repetitions there must be.</summary>
    private int CallsFor(Action operation, double repetition, out int fewest)
    {
        int calls = 0;
        double fastest = double.PositiveInfinity;
        long started = Stopwatch.GetTimestamp();
        do
        {
            fastest = Math.Min(fastest, Time(operation, 1));
            calls++;
        }
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < warmUpSeconds);
        fewest = fastest > seconds ? 2 : 3; // what takes longer than a whole measurement should is not noise for the most part
        return Math.Max(1, (int)Math.Min(1_000_000, repetition / fastest));
    }

    private double Time(Action operation, int calls)
    {
        cancellation.ThrowIfCancellationRequested();
        long started = Stopwatch.GetTimestamp();
        for (int call = 0; call < calls; call++)
            operation();
        return Stopwatch.GetElapsedTime(started).TotalSeconds / calls;
    }
}
