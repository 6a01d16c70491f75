using System.Collections.Immutable;
using L2O.Data;
using L2O.Data.Sources;
using L2O.Experiments;
using L2O.MetaTesting;
using L2O.Runs;
using L2O.Tables;

namespace L2O;

/// <content>Comparison with other optimizers, and what training looks like from inside.</content>
public sealed partial class LearnedOptimizer
{
    private const string ContestantName = "learned";

    /// <summary>
    /// Trains networks with this optimizer and with others, all from the same starts over the same batches. A baseline's learning rate is
    /// searched for each network unless its text gives one. <see cref="Comparison.ToString"/> is a table.
    /// </summary>
    /// <param name="baselines">E.g. <c>adam</c> (searched), <c>sgd@0.1:momentum=0.9</c> or <c>adam@0.01:schedule=cosine</c>.</param>
    /// <param name="networks">E.g. <c>mlp-relu-20</c>; null means the network that it was meta-trained on.</param>
    /// <param name="data">A dataset as behind <c>--data</c>, e.g. <c>mnist</c> or <c>table:houses.csv,target=price</c>; null means the
    /// dataset that it was meta-trained on, or the digits where that is not there. <see cref="Comparison.Data"/> says which.</param>
    /// <param name="iterations">Steps of each run, 1 or more.</param>
    /// <param name="runs">Runs of each optimizer on each network, 1 or more.</param>
    /// <param name="seed">Of starts and batches; take one that played no part in meta-training.</param>
    /// <param name="progress">Told after each run; may be null.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ArgumentException">A name or number is none, or a network does not take the data.</exception>
    /// <exception cref="FileNotFoundException">The data are not there.</exception>
    public Comparison CompareWith(
        IEnumerable<string> baselines,
        IEnumerable<string>? networks = null,
        string? data = null,
        int iterations = 200,
        int runs = 3,
        ulong seed = 2,
        IProgress<MetaTestProgress>? progress = null,
        CancellationToken cancellation = default) =>
        CompareWith(baselines, DataOrOwn(data).Load(DataFolder.Resolve()), networks, iterations, runs, seed, progress,
            cancellation);

    /// <summary>The same on data of one's own.</summary>
    /// <param name="baselines">E.g. <c>adam</c> (searched), <c>sgd@0.1:momentum=0.9</c> or <c>adam@0.01:schedule=cosine</c>.</param>
    /// <param name="data">Batches come from its training split; both are evaluated at the end.</param>
    /// <param name="networks">E.g. <c>mlp-relu-20</c>; null means the network that it was meta-trained on.</param>
    /// <param name="iterations">Steps of each run, 1 or more.</param>
    /// <param name="runs">Runs of each optimizer on each network, 1 or more.</param>
    /// <param name="seed">Of starts and batches; take one that played no part in meta-training.</param>
    /// <param name="progress">Told after each run; may be null.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ArgumentException">A name or number is none, or a network does not take the data.</exception>
    public Comparison CompareWith(
        IEnumerable<string> baselines,
        DataSplits data,
        IEnumerable<string>? networks = null,
        int iterations = 200,
        int runs = 3,
        ulong seed = 2,
        IProgress<MetaTestProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        MetaTestPlan plan = Plan(baselines, networks, iterations, runs);
        Contestant[] contestants =
            [TestContestants.Learned(ContestantName, _file),
                .. plan.Baselines.Select(baseline => TestContestants.Baseline(baseline, plan.Search.Schedules))];
        return MetaTest.OnCatalog(data, plan.Settings, seed, threads: 0).Run(plan.Optimizees ?? [], contestants, progress, cancellation);
    }

    /// <summary>
    /// Measures how this optimizer and others train: norms, deviations from symmetries, noise and more. The folder keeps finished runs, and
    /// the whole as <c>dynamics.csv</c>, of which <c>l2o report</c> draws figures.
    /// </summary>
    /// <param name="folder">New, empty, or that of the same analysis, which is gone on with.</param>
    /// <param name="measures">Names as <c>l2o analyze --help</c> lists them, e.g. <c>norms</c>, <c>deviations</c>, <c>noise</c>.</param>
    /// <param name="baselines">As for a comparison; null for none.</param>
    /// <param name="networks">E.g. <c>mlp-relu-20</c>; null means the network that it was meta-trained on.</param>
    /// <param name="data">A dataset as behind <c>--data</c>; null means the one that it was meta-trained on, or the digits where that is
    /// not there.</param>
    /// <param name="iterations">Steps of each run, 1 or more.</param>
    /// <param name="every">Live quantities are measured at iteration 1 and at each so many.</param>
    /// <param name="snapshots">Iterations at which those are measured that go through the data set; null means 1, 10 and 100.</param>
    /// <param name="runs">Runs of each optimizer on each network, 1 or more.</param>
    /// <param name="seed">Of starts and batches.</param>
    /// <param name="progress">Told after each run; may be null.</param>
    /// <param name="cancellation">Ends the work within an iteration; finished runs stay.</param>
    /// <returns>A row for each quantity, in the order of networks, optimizers and runs.</returns>
    /// <exception cref="ArgumentException">A name or number is none, or the folder holds another analysis.</exception>
    /// <exception cref="FileNotFoundException">The data are not there.</exception>
    public IEnumerable<RunMeasurement> Analyze(
        string folder,
        IEnumerable<string> measures,
        IEnumerable<string>? baselines = null,
        IEnumerable<string>? networks = null,
        string? data = null,
        int iterations = 100,
        int every = 10,
        IEnumerable<int>? snapshots = null,
        int runs = 1,
        ulong seed = 2,
        IProgress<MetaTestProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(measures);
        DataSettings settings = DataOrOwn(data);
        DataSplits splits = settings.Load(DataFolder.Resolve());
        MetaTestPlan plan = Plan(baselines ?? [], networks, iterations, runs);
        var measured = new MeasurePlan([.. measures], every, snapshots is null ? null : [.. snapshots], seed);
        var analysis = new MetaTestExperiment([new TestedPhi(ContestantName, ContestantName)], settings.Pin(), seed, plan, measured);
        MetaTestFolder.Check(analysis, [_file], splits);
        MetaTestFolder run = FolderUse.Holds(folder, MetaTestFolder.Kind)
            ? Same(MetaTestFolder.Resume(folder, analysis)) : MetaTestFolder.Create(folder, analysis, [_file]);
        run.Run(splits, new MetaTestRunOptions { Progress = progress }, cancellation);
        return run.Measurements();
    }

    private MetaTestPlan Plan(IEnumerable<string> baselines, IEnumerable<string>? networks, int iterations, int runs)
    {
        ArgumentNullException.ThrowIfNull(baselines);
        ImmutableArray<string> named = networks is null
            ? PhiOrigin.Of(_file).OptimizeesOrDefault : [.. networks];
        if (named.IsEmpty)
            throw new ArgumentException("there are no networks; expected at least one name, or null", nameof(networks));
        return new MetaTestPlan(named, [.. baselines.Select(Optimizers.OptimizerSettings.Parse)], iterations, runs);
    }

    private DataSettings DataOrOwn(string? data) => data is null
        ? PhiOrigin.Of(_file).DataOrDigits(DataFolder.Resolve(), out _) : DataSettings.Parse(data);

    private MetaTestFolder Same(MetaTestFolder found) => found.Phis[0].Phi.AsSpan().SequenceEqual(_file.Phi) ? found
        : throw new ArgumentException($"{found.FullPath} holds the analysis of another learned optimizer; expected a new folder");
}
