using L2O.Dynamics;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Testing;
using L2O.Training;

namespace L2O.Tests.Dynamics;

/// <summary>Short runs on a small network for observers to watch.</summary>
internal static class MeasuredRun
{
    /// <summary>Trains some iterations and keeps every view's vectors.</summary>
    /// <param name="optimizee">A name of the catalog.</param>
    /// <param name="optimizer">What trains it.</param>
    /// <param name="iterations">How many.</param>
    /// <param name="observe">From the network and a sink to what watches.</param>
    /// <param name="rows">What was measured.</param>
    public static List<Vectors> Watch(string optimizee, IOptimizer<float> optimizer, int iterations,
        Func<Network<float>, IMeasurementSink, IStepObserver<float>> observe, out MeasuredRows rows)
    {
        using var compute = new Compute(threads: 1);
        var task = new NetworkTask<float>(optimizee, iterations, compute);
        var kept = new Keeper();
        rows = new MeasuredRows();
        var loop = new InnerLoop<float>(task.Network, optimizer, new Rng(3), observe(task.Network, rows), kept);
        for (int i = 0; i < iterations; i++)
            loop.Step(task.Batch(i));
        return kept.All;
    }

    /// <summary>What one iteration showed.</summary>
    internal sealed record Vectors(float[] Theta, float[] Gradient, float[] Update, float[] NextTheta);

    private sealed class Keeper : IStepObserver<float>
    {
        public List<Vectors> All { get; } = [];

        public void OnStep(in StepView<float> step) =>
            All.Add(new Vectors(step.Theta.ToArray(), step.Gradient.ToArray(), step.Update.ToArray(), step.NextTheta.ToArray()));
    }
}
