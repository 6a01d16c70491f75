using L2O.Data;
using L2O.MetaTesting;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Runs;

namespace L2O.Cli;

/// <summary>A meta-test as the command line asks for it: a stored phi against tuned baselines, with progress.</summary>
internal static class MetaTestJob
{
    /// <summary>Refuses unknown names before anything runs.</summary>
    /// <exception cref="ArgumentException">An optimizee or baseline does not exist; the message names the nearest.</exception>
    /// <exception cref="UsageException">A name occurs twice.</exception>
    public static void CheckNames(IReadOnlyList<string> optimizees, IReadOnlyList<string> baselines)
    {
        foreach (string optimizee in optimizees)
            OptimizeeCatalog.Check(optimizee);
        foreach (string baseline in baselines)
            OptimizerCatalog.Factory<float>(baseline);
        foreach (IReadOnlyList<string> names in new[] { optimizees, baselines })
            if (names.GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
                throw new UsageException($"'{twice.Key}' is named twice; expected each name once");
    }

    /// <summary>Runs it.</summary>
    public static Comparison Run(
        Invocation invocation,
        DataSplits data,
        PhiFile phi,
        IReadOnlyList<string> optimizees,
        IReadOnlyList<string> baselines,
        MetaTestSettings settings,
        ulong seed,
        int threads)
    {
        int inputSize = data.Train.InputShape.Aggregate(1, static (product, size) => product * size);
        var test = new MetaTest(data, settings, seed, threads, (name, compute) => OptimizeeCatalog.Create<float>(name, inputSize, data.Train.ClassCount, compute));
        List<Contestant> contestants = [Contestant.Ready("l2o", compute => phi.Settings.Bind<float>(phi.Phi, compute))];
        contestants.AddRange(baselines.Select(static name => Contestant.Tuned(name, OptimizerCatalog.Factory<float>(name))));
        var plan = new ProgressPlan("meta-testing", "iterations", test.TotalIterations(optimizees.Count, contestants));
        return invocation.WithProgress(plan, reporter =>
        {
            var gate = new Lock(); // runs lie side by side, reports come from all of them
            var progress = new SynchronousProgress<MetaTestProgress>(step =>
            {
                lock (gate)
                    reporter.Report(step.Iterations, step.Loss);
            });
            return test.Run(optimizees, contestants, progress, invocation.Cancellation);
        });
    }
}
