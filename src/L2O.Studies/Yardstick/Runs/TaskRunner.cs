using System.Collections.Immutable;
using L2O.Data;
using L2O.MetaTesting;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Losses;
using L2O.Optimizers;
using L2O.Studies.Yardstick.Suites;
using L2O.Training;

namespace L2O.Studies.Yardstick.Runs;

/// <summary>Trains a task's network, one run at a time and with one thread.</summary>
internal sealed class TaskRunner : IDisposable
{
    private readonly SuiteTask _task;
    private readonly DataSplits _data;
    private readonly Network<float> _network;
    private readonly WholeSplit _test;

    /// <summary>Builds the network.</summary>
    /// <param name="task">The task.</param>
    /// <param name="data">Its data.</param>
    /// <exception cref="ArgumentException">Network, loss or batch size do not fit the data.</exception>
    public TaskRunner(SuiteTask task, DataSplits data)
    {
        (_task, _data) = (task, data);
        LossKind loss = LossCatalog.Choose(task.Loss, data.Train);
        _network = OptimizeeCatalog.Create<float>(task.Network, data.Train, loss, Compute);
        BatchNeeds.Check(task.Network, _network, task.BatchSize, data.Train.Count);
        _test = new WholeSplit(data.Test);
    }

    /// <summary>What optimizers may use: one thread, because runs lie side by side.</summary>
    public Compute Compute { get; } = new(threads: 1);

    /// <summary>Makes a run.</summary>
    /// <param name="optimizer">Trains the network.</param>
    /// <param name="rng">Gives start and batches.</param>
    /// <param name="horizon">What the optimizer learns of the length; null for nothing.</param>
    /// <param name="steps">The length.</param>
    /// <param name="tests">Steps behind which the test split is evaluated, ascending.</param>
    /// <param name="cancellation">Ends the run early.</param>
    public RunCurve Run(IOptimizer<float> optimizer, Rng rng, int? horizon, int steps, ImmutableArray<int> tests,
        CancellationToken cancellation)
    {
        InnerLoop<float> loop = Start(optimizer, rng, horizon, out MinibatchSampler<float> batches);
        var losses = ImmutableArray.CreateBuilder<double>(steps);
        var points = ImmutableArray.CreateBuilder<TestPoint>();
        for (int step = 1; step <= steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            double loss = loop.Step(batches.Next()).Loss;
            if (!double.IsFinite(loss))
                break;
            losses.Add(loss);
            if (tests.Contains(step))
                points.Add(Test(loop, step));
        }
        return new RunCurve(losses.ToImmutable(), points.ToImmutable());
    }

    /// <summary>Begins a run that the caller steps through.</summary>
    /// <param name="optimizer">Trains the network, which serves one run at a time.</param>
    /// <param name="rng">Gives start and batches.</param>
    /// <param name="horizon">What the optimizer learns of the length; null for nothing.</param>
    /// <param name="batches">The batches of the run.</param>
    public InnerLoop<float> Start(IOptimizer<float> optimizer, Rng rng, int? horizon, out MinibatchSampler<float> batches)
    {
        batches = new MinibatchSampler<float>(_data.Train, _task.BatchSize, rng) { LeastSamples = _network.LeastSamples };
        return new InnerLoop<float>(_network, optimizer, rng.Split("theta"), horizon);
    }

    /// <inheritdoc/>
    public void Dispose() => Compute.Dispose();

    private TestPoint Test(InnerLoop<float> loop, int step)
    {
        LossAndAccuracy test = _test.Evaluate(_network, loop.Evaluated);
        return new TestPoint(step, test.Loss, double.IsNaN(test.Accuracy) ? test.R2 : test.Accuracy);
    }
}
