using System.Collections.Immutable;
using L2O.Data;
using L2O.Experiments;
using L2O.Files;
using L2O.MetaTesting;
using L2O.Optimizees;
using L2O.Optimizees.Losses;
using L2O.Optimizers;
using L2O.Pretrained;
using L2O.Settings;
using L2O.Tables;
using L2O.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace L2O.Runs;

/// <summary>
/// A meta-test that lives in a folder: <c>config.json</c> says what it is, <c>run.json</c> what became of it, copies of the phis what was
/// tested; <c>cells/</c> holds each run with its measurements as soon as it is done, and the tables (<see cref="MetricsCsv"/>, and
/// <see cref="MeasurementCsv"/> if something is measured) the whole. Run again it goes on with what is not done, and gives the same bits.
/// </summary>
internal sealed class MetaTestFolder
{
    /// <summary>The description's name.</summary>
    public const string ConfigFile = "config.json";

    /// <summary>What <see cref="RunRecord.Kind"/> says.</summary>
    public const string Kind = "meta-test";

    private const string CellsFolder = "cells";
    private const int LongestName = 200; // of a copy of a phi; file systems take 255 bytes, of which extensions need some

    private readonly ImmutableArray<Contestant> _contestants;

    private MetaTestFolder(string folder, MetaTestExperiment experiment, IEnumerable<PhiFile> phis)
    {
        (FullPath, Experiment, Phis) = (Path.GetFullPath(folder), experiment, [.. phis]);
        _contestants = Contestants(experiment, Phis);
    }

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>What is tested.</summary>
    public MetaTestExperiment Experiment { get; }

    /// <summary>The learned optimizers, in the order of <see cref="MetaTestExperiment.Phis"/>.</summary>
    public ImmutableArray<PhiFile> Phis { get; }

    /// <summary>Names of all optimizers: the learned ones, then the baselines.</summary>
    public ImmutableArray<string> Optimizers => [.. _contestants.Select(static contestant => contestant.Name)];

    /// <summary>
    /// Inner iterations of the whole test, searches included: what <see cref="MetaTestRunOptions.Progress"/> counts up to.
    /// </summary>
    public long TotalIterations => MetaTest.TotalIterations(Experiment.MetaTesting.Settings, Optimizees.Length, _contestants);

    private ImmutableArray<string> Optimizees => Experiment.MetaTesting.Optimizees ?? [];

    /// <summary>
    /// Refuses what fits no run before anything is written: networks that do not take the data, a loss that does not take their targets,
    /// optimizers that do not fit a network, snapshots behind the end.
    /// </summary>
    /// <param name="experiment">Its networks are built once, and each optimizer is started on each.</param>
    /// <param name="phis">One for each of the description's.</param>
    /// <param name="data">Both splits.</param>
    /// <exception cref="ArgumentException">Something does not fit; the message says what.</exception>
    public static void Check(MetaTestExperiment experiment, IReadOnlyList<PhiFile> phis, DataSplits data)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(phis);
        ArgumentNullException.ThrowIfNull(data);
        MetaTestPlan plan = experiment.MetaTesting;
        Contestant[] contestants = [.. Contestants(experiment, phis)];
        MetaTestMemory.Require(plan.Settings, plan.Optimizees?.Length ?? 0, contestants.Length);
        using var compute = new Compute(threads: 1);
        double states = contestants.Max(contestant => RunMemory.StatesOf(() => contestant.Create(learningRate: 1, compute)));
        foreach ((IOptimizee<float> optimizee, string name) in Networks(plan, data, experiment.Loss, compute).Zip(plan.Optimizees ?? []))
        {
            if (optimizee is Network<float> network)
                RunMemory.Require(name, network, Math.Min(plan.BatchSize, data.Train.Count), states);
            foreach (Contestant contestant in contestants)
                contestant.Create(learningRate: 1, compute).Start(optimizee.Layout, new RunContext(plan.Iterations, givesLoss: true));
        }
        if (experiment.Measures is { } measures && measures.Kinds.All(static kind => kind.IsSnapshot)
            && measures.Snapshots.All(iteration => iteration > plan.Iterations))
            throw new ArgumentException(
                $"snapshots are at {string.Join(", ", measures.Snapshots)}; expected one up to {plan.Iterations}, the last iteration");
    }

    /// <summary>Refuses networks that do not take the data, and a loss that does not take their targets.</summary>
    /// <param name="plan">Its networks are built once.</param>
    /// <param name="data">Both splits.</param>
    /// <param name="loss">What they minimize; null leaves it to the data's targets.</param>
    /// <exception cref="ArgumentException">Something does not fit; the message says what.</exception>
    public static void CheckNetworks(MetaTestPlan plan, DataSplits data, LossKind? loss)
    {
        using var compute = new Compute(threads: 1);
        Networks(plan, data, loss, compute);
    }

    private static ImmutableArray<IOptimizee<float>> Networks(MetaTestPlan plan, DataSplits data, LossKind? loss, Compute compute)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(data);
        LossKind chosen = LossCatalog.Choose(loss, data.Train);
        LossCatalog.Choose(chosen, data.Test);
        return [.. (plan.Optimizees ?? []).Select(name =>
        {
            Network<float> network = OptimizeeCatalog.Create<float>(name, data.Train, chosen, compute);
            BatchNeeds.Check(name, network, plan.BatchSize, data.Train.Count);
            return network;
        })];
    }

    private static ImmutableArray<Contestant> Contestants(MetaTestExperiment experiment, IEnumerable<PhiFile> phis) =>
    [
        .. experiment.Phis.Zip(phis, static (tested, phi) => TestContestants.Learned(tested.Name, phi, tested.Wrappers)),
        .. experiment.MetaTesting.Baselines.Select(baseline =>
            TestContestants.Baseline(baseline, experiment.MetaTesting.Search.Schedules)),
    ];

    /// <summary>Starts a folder: copies of the phis, then the description.</summary>
    /// <param name="folder">Made if it is not there.</param>
    /// <param name="experiment">What will be tested; its networks named.</param>
    /// <param name="phis">One for each of the description's.</param>
    /// <exception cref="ArgumentException">Networks are missing, names are no file names or occur twice, a phi reads what nothing supplies,
    /// or there are more or fewer than described.</exception>
    public static MetaTestFolder Create(string folder, MetaTestExperiment experiment, IReadOnlyList<PhiFile> phis)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(phis);
        Check(experiment, phis);
        Directory.CreateDirectory(folder);
        for (int i = 0; i < phis.Count; i++)
            phis[i].Save(Path.Combine(folder, PhiName(experiment, i)));
        SettingsJson.Save(Path.Combine(folder, ConfigFile), experiment);
        return new MetaTestFolder(folder, experiment, phis);
    }

    /// <summary>Opens a folder that <see cref="Create"/> made, to go on with it or to read it.</summary>
    /// <exception cref="FileNotFoundException">It has no description, or a copy of a phi is gone.</exception>
    /// <exception cref="InvalidDataException">One of them is damaged.</exception>
    public static MetaTestFolder Open(string folder)
    {
        var experiment = SettingsJson.Load<MetaTestExperiment>(Path.Combine(folder, ConfigFile));
        return new MetaTestFolder(folder, experiment,
            experiment.Phis.Select((_, index) => PhiFile.Load(Path.Combine(folder, PhiName(experiment, index)))));
    }

    /// <summary>Opens a folder that must hold this very test.</summary>
    /// <exception cref="ArgumentException">It holds another one.</exception>
    /// <exception cref="FileNotFoundException">It has no description, or a copy of a phi is gone.</exception>
    /// <exception cref="InvalidDataException">One of them is damaged.</exception>
    public static MetaTestFolder Resume(string folder, MetaTestExperiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        MetaTestFolder found = Open(folder);
        return SettingsJson.Format(found.Experiment) == SettingsJson.Format(experiment)
            ? found
            : throw new ArgumentException(
                $"{Path.Combine(found.FullPath, ConfigFile)} describes another test; expected the options that it was started with");
    }

    /// <summary>Runs all that is not done yet and writes the tables. Holds the folder's lock meanwhile.</summary>
    /// <param name="data">The dataset named by the description.</param>
    /// <param name="options">Threads, stores, whom to tell.</param>
    /// <param name="cancellation">Ends the work within an iteration; finished runs stay.</param>
    /// <exception cref="OperationCanceledException">It was canceled; the folder can be resumed.</exception>
    /// <exception cref="RunInUseException">Another process has the folder.</exception>
    /// <exception cref="ArgumentException">A network does not take the data.</exception>
    /// <exception cref="IOException">The disk is full or fails; finished runs stay.</exception>
    public Comparison Run(DataSplits data, MetaTestRunOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new MetaTestRunOptions();
        using var keeper = new RunKeeper(FullPath);
        DataRecord.Require(FullPath, data, out string? damage);
        using var logFile = new JsonLinesLogger(Path.Combine(FullPath, MetaTrainingFolder.LogFile));
        var log = new TeeLogger(logFile, options.Logger ?? NullLogger.Instance);
        return keeper.Keep(Kind, Experiment.Seed, options.Threads, "all runs are done", log, () =>
        {
            MetaTestPlan plan = Experiment.MetaTesting;
            log.TestBegun(string.Join(", ", Optimizers), string.Join(", ", Optimizees), plan.Runs,
                plan.Iterations, Environment.ProcessId, options.Threads);
            void Say(string note)
            {
                log.Noted(note);
                options.Warned?.Invoke(note);
            }

            foreach (string note in LeftOut(data).Prepend(damage).OfType<string>())
                Say(note);
            return Test(data, options, Say, cancellation);
        }, cancellation);
    }

    /// <summary>What was measured, a row at a time, in the order of networks, optimizers and runs.</summary>
    /// <exception cref="FileNotFoundException">Nothing was, or the test is not done.</exception>
    public IEnumerable<RunMeasurement> Measurements() => MeasurementCsv.Read(FullPath);

    private Comparison Test(DataSplits data, MetaTestRunOptions options, Action<string> warned, CancellationToken cancellation)
    {
        MetaTestPlan plan = Experiment.MetaTesting;
        var cells = new TrialFolder(Path.Combine(FullPath, CellsFolder)) { Warned = warned };
        if (options.Searches is TrialFolder searches)
            searches.Warned = warned;
        if (Directory.Exists(cells.Root))
            AtomicFile.DeleteLeftovers(cells.Root);
        MeasurementCells? measurements = Experiment.Measures is { } measures
            ? new MeasurementCells(cells.Root, measures, measures.SnapshotsOnTest ? data.Test : data.Train, plan.BatchSize, cancellation)
            {
                Warned = warned,
            }
            : null;
        var test = MetaTest.OnCatalog(data, plan.Settings, Experiment.Seed, options.Threads,
            options.Searches, cells, measurements, Experiment.Loss);
        using var followed = new ProgressLog(FullPath);
        Comparison comparison = test.Run(Optimizees, _contestants, new OrderlyProgress(followed, options.Progress), cancellation);
        foreach (LossCurve curve in comparison.Curves.Where(static curve => curve.SkippedSteps > 0))
            warned($"{curve.Optimizer} on {curve.Optimizee}, run {curve.Run + 1}: {curve.SkippedSteps} steps were skipped, their gradients "
                + "were not finite");
        MetricsCsv.Write(FullPath, comparison);
        measurements?.Gather(FullPath, comparison.Curves.Select(static curve => (curve.Optimizee, curve.Optimizer, curve.Run)));
        return comparison;
    }

    /// <summary>What is to be said of last batches that networks can't take.</summary>
    private IEnumerable<string> LeftOut(DataSplits data)
    {
        MetaTestPlan plan = Experiment.MetaTesting;
        using var compute = new Compute(threads: 1);
        return [.. Networks(plan, data, Experiment.Loss, compute).Zip(Optimizees, (network, name) =>
            BatchNeeds.LeftOut(name, network, plan.BatchSize, data.Train.Count, plan.Iterations)).OfType<string>()];
    }

    private static string PhiName(MetaTestExperiment experiment, int index) => experiment.Phis.Length == 1
        ? PhiFile.FileName : $"{ShortName.Of(experiment.Phis[index].Name, LongestName)}.safetensors";

    private static void Check(MetaTestExperiment experiment, IReadOnlyList<PhiFile> phis)
    {
        if (experiment.MetaTesting.Optimizees is null or { Length: 0 })
            throw new ArgumentException("metaTesting.optimizees names no network; expected at least one");
        if (phis.Count != experiment.Phis.Length)
            throw new ArgumentException($"there are {phis.Count} phis; expected {experiment.Phis.Length}, as described");
        if (phis.Count + experiment.MetaTesting.Baselines.Length == 0)
            throw new ArgumentException("there are no optimizers; expected a phi or a baseline");
        var names = new HashSet<string>(experiment.MetaTesting.Baselines.Select(static baseline => baseline.Text), StringComparer.Ordinal);
        foreach ((TestedPhi tested, PhiFile phi) in experiment.Phis.Zip(phis))
        {
            if (tested.Name.Length == 0 || tested.Name.AsSpan().ContainsAny(Path.GetInvalidFileNameChars())
                || tested.Name.Any(char.IsControl))
                throw new ArgumentException($"phi name '{tested.Name}' is no file name; expected one");
            if (LearnedName.IsHandDesigned(tested.Name))
                throw new ArgumentException(
                    $"phi name '{tested.Name}' is a hand-designed optimizer's; expected another one, e.g. {LearnedName.Of(tested.Name)}");
            if (!names.Add(tested.Name))
                throw new ArgumentException($"optimizer '{tested.Name}' is named twice; expected each name once");
            phi.RequireSuppliedInputs(tested.Source);
        }
    }

    /// <summary>Runs lie side by side: hands their reports on one at a time.</summary>
    private sealed class OrderlyProgress(ProgressLog followed, IProgress<MetaTestProgress>? progress) : IProgress<MetaTestProgress>
    {
        private readonly Lock _gate = new();

        public void Report(MetaTestProgress value)
        {
            followed.Report(value);
            lock (_gate)
                progress?.Report(value);
        }
    }
}
