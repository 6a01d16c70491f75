using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using L2O.Data;
using L2O.MetaTesting;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Runs;

namespace L2O.Cli;

/// <summary>A meta-test as the command line asks for it: stored phis against baselines, with progress and with stores for what has been computed.</summary>
/// <param name="data">Both splits.</param>
/// <param name="settings">Lengths and numbers of runs.</param>
/// <param name="seed">Seed of everything random.</param>
/// <param name="threads">Runs side by side; 0 means one for each core.</param>
internal sealed class MetaTestJob(DataSplits data, MetaTestSettings settings, ulong seed, int threads)
{
    /// <summary>Keeps the runs of searches; null keeps none.</summary>
    public TrialFolder? Searches { get; init; }

    /// <summary>Keeps the test runs; null keeps none.</summary>
    public TrialFolder? Cells { get; init; }

    /// <summary>Watches the test runs; null watches none.</summary>
    public Func<string, string, int, IOptimizee<float>, IStepObserver<float>>? Observe { get; init; }

    /// <summary>A learned optimizer as a contestant; its identity is all of its settings and numbers.</summary>
    public static Contestant Learned(string name, PhiFile phi)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(SettingsJson.Format(phi.Settings, typeof(ILearnedOptimizer))));
        hash.AppendData(MemoryMarshal.AsBytes(phi.Phi.AsSpan()));
        return Contestant.Ready(name, compute => phi.Settings.Bind<float>(phi.Phi, compute), $"phi {Convert.ToHexStringLower(hash.GetHashAndReset())}");
    }

    /// <summary>A hand-designed optimizer or a mixture as a contestant: tuned unless its text says all.</summary>
    public static Contestant Baseline(string text)
    {
        if (!OptimizerText.IsComplete(text))
            return Contestant.Tuned(text, OptimizerCatalog.Factory<float>(text));
        IOptimizer<float> optimizer = OptimizerText.Parse<float>(text);
        return Contestant.Ready(text, _ => optimizer);
    }

    /// <summary>Told of the progress besides the user; may be null.</summary>
    public IProgress<MetaTestProgress>? Progress { get; init; }

    /// <summary>Runs it.</summary>
    public Comparison Run(Invocation invocation, IReadOnlyList<string> optimizees, IReadOnlyList<Contestant> contestants)
    {
        int inputSize = data.Train.InputShape.Aggregate(1, static (product, size) => product * size);
        string identity = Searches is null && Cells is null ? "" : $"{data.Name} {DatasetFingerprint.Of(data)}";
        var test = new MetaTest(
            data, settings, seed, threads, (name, compute) => OptimizeeCatalog.Create<float>(name, inputSize, data.Train.ClassCount, compute), identity, Searches, Cells, Observe);
        var plan = new ProgressPlan("meta-testing", "iterations", test.TotalIterations(optimizees.Count, contestants));
        return invocation.WithProgress(plan, reporter =>
        {
            var gate = new Lock(); // runs lie side by side, reports come from all of them
            var progress = new SynchronousProgress<MetaTestProgress>(step =>
            {
                Progress?.Report(step);
                lock (gate)
                    reporter.Report(step.Iterations, step.Loss);
            });
            return test.Run(optimizees, contestants, progress, invocation.Cancellation);
        });
    }
}
