using System.Diagnostics;
using L2O.Kernels.Products;

namespace L2O.Kernels;

/// <summary>
/// How many threads are fastest here and now. One for each processor is not always: two hardware threads of one core share what multiplies,
/// and beside a busy process a step waits for the thread that the system has put to sleep. So a step's pattern, a few short pieces of work
/// and then a wait for all of them, is timed with different numbers of threads. Results do not depend on the number.
/// </summary>
internal static class ThreadChoice
{
    private const int ItemsOfStep = 8; // about 30 µs each, as in a step of the study's networks
    private const int Steps = 60;
    private const int Repetitions = 3;
    private const double Gain = 1.1; // that further threads must bring: less is noise, and they burn electricity

    private static readonly Lazy<int> s_fastest = new(static () => Fastest(Candidates(Environment.ProcessorCount), Time));

    /// <summary>The fastest number of threads, measured once in a process, in about a tenth of a second.</summary>
    public static int Measured => s_fastest.Value;

    /// <summary>1, then doubled up to the number of processors, which is the last.</summary>
    internal static IEnumerable<int> Candidates(int processors)
    {
        for (int threads = 1; threads < processors; threads *= 2)
            yield return threads;
        yield return processors;
    }

    /// <summary>The candidate that is clearly faster than all smaller ones; the smaller of two that are alike.</summary>
    /// <param name="candidates">Numbers of threads, rising.</param>
    /// <param name="time">From a number of threads to the time that a step takes.</param>
    internal static int Fastest(IEnumerable<int> candidates, Func<int, double> time)
    {
        int[] threads = [.. candidates];
        // In turn, not one after the other: noise comes in spells.
        double[][] times = [.. Enumerable.Range(0, Repetitions).Select(_ => threads.Select(time).ToArray())];
        double[] medians = [.. threads.Select((_, i) => times.Select(one => one[i]).Order().ElementAt(Repetitions / 2))];
        int best = 0;
        for (int i = 1; i < threads.Length; i++)
            if (medians[i] * Gain < medians[best])
                best = i;
        return threads[best];
    }

    private static double Time(int threads)
    {
        using var compute = new Compute(threads);
        var work = new MultiplyAddPeak(compute);
        work.Run(ItemsOfStep); // compiles, and starts the threads
        long started = Stopwatch.GetTimestamp();
        for (int step = 0; step < Steps; step++)
            work.Run(ItemsOfStep);
        return Stopwatch.GetElapsedTime(started).TotalSeconds / Steps;
    }
}
