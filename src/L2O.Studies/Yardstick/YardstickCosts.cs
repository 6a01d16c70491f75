using System.Diagnostics;
using L2O.Data;
using L2O.Optimizers.Rules;
using L2O.Studies.Yardstick.Runs;
using L2O.Studies.Yardstick.Suites;
using L2O.Training;

namespace L2O.Studies.Yardstick;

/// <summary>What a step of Adam costs on each task of a plan, one thread: for estimates of time, never for results.</summary>
internal static class YardstickCosts
{
    private const int Steps = 4;

    /// <summary>Measures a few steps of each task.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="data">Its data.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ArgumentException">Network, loss or batch size of a task do not fit its data; the message names it.</exception>
    public static IReadOnlyDictionary<string, double> Measure(YardstickPlan plan, SuiteData data, CancellationToken cancellation)
    {
        var costs = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (SuiteTask task in plan.Tuned)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                costs.Add(task.Name, Seconds(task, data.Of(task)));
            }
            catch (ArgumentException failure)
            {
                throw new ArgumentException($"task '{task.Name}': {failure.Message}", failure);
            }
        }
        return costs;
    }

    private static double Seconds(SuiteTask task, DataSplits data)
    {
        using var runner = new TaskRunner(task, data);
        InnerLoop<float> loop = runner.Start(new Adam(1e-3), new(1), null, out MinibatchSampler<float> batches);
        loop.Step(batches.Next());
        double best = double.PositiveInfinity;
        for (int step = 0; step < Steps; step++)
        {
            long started = Stopwatch.GetTimestamp();
            loop.Step(batches.Next());
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        return best;
    }
}
