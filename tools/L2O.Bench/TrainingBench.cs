using L2O.Bench.Results;
using L2O.Data;
using L2O.MetaTraining;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Rules;
using L2O.Training;

namespace L2O.Bench;

/// <summary>Whole inner iterations: batch drawn and converted, loss, gradient, step.</summary>
internal sealed class TrainingBench : IDisposable
{
    /// <summary>Names of the measurements, in their order.</summary>
    public static readonly string[] Names = ["meta-training", "meta-testing", "adam", "sgd", "lion"];

    private const int UnrollsPerRun = 10; // runs of 200 iterations, as in the study; their starts count too

    private readonly Compute _compute;
    private readonly IOptimizee<float> _optimizee;
    private readonly MinibatchSampler<float> _batches;
    private readonly Rng _rng = new(1);

    /// <param name="train">Where the batches come from.</param>
    /// <param name="threads">As for <c>--threads</c>.</param>
    public TrainingBench(IDataset train, int threads)
    {
        _compute = new Compute(threads);
        int inputSize = train.InputShape.Aggregate(1, static (product, size) => product * size);
        _optimizee = OptimizeeCatalog.Create<float>(BenchSettings.Optimizee, inputSize, train.ClassCount, _compute);
        _batches = new MinibatchSampler<float>(train, BenchSettings.BatchSize, _rng);
    }

    public void Dispose() => _compute.Dispose();

    /// <summary>Takes one measurement.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="repetitions">How to measure.</param>
    public TrainingResult Measure(string name, Repetitions repetitions)
    {
        Action unroll = name switch
        {
            "meta-training" => MetaTraining(),
            "meta-testing" => InnerTraining(FreshOptimizer(out _)),
            _ => InnerTraining(OptimizerCatalog.Factory<float>(name)(1e-3)),
        };
        return new TrainingResult(name, repetitions.Measure(unroll).Times(1000.0 / BenchSettings.Unroll));
    }

    /// <summary>One unroll with its meta-step.</summary>
    private Action MetaTraining()
    {
        LearnedOptimizer<float> optimizer = FreshOptimizer(out AlignedBuffer<float> phi);
        var metaOptimizer = new Adam(1e-3);
        var run = new MetaRun<float>(optimizer, phi, _optimizee, metaOptimizer.Start(optimizer.Settings.PhiLayout()),
            new MetaTrainingSettings(unroll: BenchSettings.Unroll));
        int unrolls = 0;
        return () =>
        {
            if (unrolls++ % UnrollsPerRun == 0)
                run.Restart(_rng.Split("theta"));
            for (int step = 0; step < BenchSettings.Unroll; step++)
                run.TrainStep(_batches.Next());
        };
    }

    /// <summary>As many steps as an unroll has.</summary>
    private Action InnerTraining(IOptimizer<float> optimizer)
    {
        InnerLoop<float>? loop = null;
        int unrolls = 0;
        return () =>
        {
            if (unrolls++ % UnrollsPerRun == 0 || loop is null)
                loop = new InnerLoop<float>(_optimizee, optimizer, _rng.Split("theta"));
            for (int step = 0; step < BenchSettings.Unroll; step++)
                loop.Step(_batches.Next());
        };
    }

    private LearnedOptimizer<float> FreshOptimizer(out AlignedBuffer<float> phi)
    {
        var learned = new CoordinateLstm();
        phi = new AlignedBuffer<float>(learned.PhiLayout().Count);
        learned.InitializePhi(phi.Span, _rng.Split("phi"));
        return learned.Bind<float>(phi.Span, _compute);
    }
}
