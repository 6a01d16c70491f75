using System.Collections.Immutable;
using L2O.Data;
using L2O.Experiments;
using L2O.MetaTesting;
using L2O.MetaTraining;
using L2O.Optimizers;
using L2O.Optimizers.Learned.Lstm;
using L2O.Pretrained;
using L2O.Runs;
using L2O.Settings;
using L2O.Studies.Steps;
using L2O.Tables;

namespace L2O.Studies.Paper;

/// <summary>Makes the steps that compute: meta-trainings, searches, tests with and without measurements.</summary>
/// <param name="scale">What the study makes.</param>
/// <param name="data">Its data.</param>
/// <param name="costs">For the estimates of time.</param>
/// <param name="warned">Told, from several threads, of what is damaged and made again, and the like; may be null.</param>
internal sealed class PaperSteps(PaperScale scale, PaperData data, PaperCosts costs, Action<string>? warned = null)
{
    private const int TrainVersion = 1;
    private const int TestVersion = 3; // 2: measures hold theta and state before the update; 3: signed sums of translations
    private const string SearchesFolder = "searches";
    private const double FewMegabytes = 150;
    private const double SomeMegabytes = 400;
    private const int AllThreads = 1024;


    /// <summary>Name of a meta-training's step.</summary>
    public static string NameOf(PaperTraining training) => $"meta-train-{training.Name}";

    /// <summary>Name of the step that searches the baselines' rates on a network.</summary>
    public static string TuneName(string optimizee) => $"tune-{optimizee}";

    public Step Train(PaperTraining training)
    {
        var experiment = new Experiment(training.Seed, new DataSettings(scale.Data), training.Optimizee,
            metaTraining: training.MetaTraining,
            learnedOptimizer: new CoordinateLstm(initialization: PhiInitialization.Pytorch, initializationSeed: training.Start));
        MetaTrainingSettings settings = training.MetaTraining;
        double iterations = (double)settings.Epochs * (settings.RunsPerEpoch + settings.TestRuns) * settings.Iterations;
        var cost = new StepCost(iterations * costs.Of(training.Optimizee).MetaTraining, FewMegabytes, AllThreads);
        return new Step(NameOf(training), "meta-train", TrainVersion, Settings(experiment, training.HalvesData),
            [], cost, (context, cancellation) => Train(training, experiment, context, cancellation));
    }

    /// <summary>
    /// A test of the baselines alone, of one iteration: what counts are the searches before it, which all tests on this network find again.
    /// </summary>
    public Step Tune(string optimizee, ImmutableArray<string> baselines, LearningRateSearchSettings search)
    {
        var plan = new MetaTestPlan([optimizee], [.. baselines.Select(OptimizerSettings.Parse)], iterations: 1, runs: 1, search: search);
        var experiment = new MetaTestExperiment([], new DataSettings(scale.Data), 1, plan);
        double iterations = (double)baselines.Length * search.Rates.Length * search.Runs * (search.Iterations ?? 1);
        var cost = new StepCost(iterations * costs.Of(optimizee).Baseline, FewMegabytes, AllThreads);
        return new Step(TuneName(optimizee), "tune", 1, Settings(experiment),
            [], cost, (context, cancellation) => Test(experiment, [], data.Splits, context, cancellation));
    }

    public Step Test(PaperTest test, IReadOnlyList<string> tunes)
    {
        PaperTraining[] trainings = [.. test.Trainings.Select(name => scale.Trainings.First(training => training.Name == name))];
        string[] sources = [.. trainings.Select(NameOf)];
        var experiment = new MetaTestExperiment(
            [.. trainings.Select((training, i) => new TestedPhi(training.Optimizer,
                $"{StepFolder.StepsFolder}/{sources[i]}/{PhiFile.FileName}"))], new DataSettings(scale.Data), 1, test.Plan, test.Measures);
        return new Step(
            test.Name, test.Measures is null ? "test" : "analyze", TestVersion,
            Settings(experiment, test.HalvesData), [.. sources, .. tunes],
            new StepCost(SecondsOf(test), test.Measures is null ? FewMegabytes : SomeMegabytes, AllThreads), (context, cancellation) =>
                Test(experiment, sources, data.Of(test.HalvesData), context, cancellation));
    }

    private string Settings<T>(T experiment, bool halves = false) where T : class =>
        $"data {data.IdentityOf(halves)}\n{SettingsJson.Format(experiment)}";

    /// <summary>Iterations, and for each snapshot a pass over all mini-batches and over a fifth of the single samples.</summary>
    private double SecondsOf(PaperTest test)
    {
        double samples = data.Splits.Train.Count, passes = samples / test.Plan.BatchSize + samples / 5;
        double iterations = test.Plan.Iterations + (test.Measures is { Snapshots.Length: > 0 } measures
            && measures.Kinds.Any(static kind => kind.IsSnapshot) ? measures.Snapshots.Length * passes : 0);
        return (test.Plan.Optimizees ?? []).Sum(optimizee =>
            test.Plan.Runs * iterations
                * (test.Trainings.Length * costs.Of(optimizee).Learned + test.Plan.Baselines.Length * costs.Of(optimizee).Baseline));
    }

    private string[] Train(PaperTraining training, Experiment experiment, StepContext context, CancellationToken cancellation)
    {
        IDataset train = data.Of(training.HalvesData).Train;
        var finished = new FinishedTraining(context.Root, training.Name);
        if (finished.TryTake(experiment, train, context.Folder))
            return Outputs(context);
        MetaTrainingFolder folder = File.Exists(Path.Combine(context.Folder, MetaTrainingFolder.ConfigFile))
            ? MetaTrainingFolder.Open(context.Folder) : MetaTrainingFolder.Create(context.Folder, experiment);
        using var compute = new Compute(context.Threads);
        var progress = new Shares<MetaTrainingProgress>(context.Progress, static step => (double)step.Iterations / step.TotalIterations);
        var options = new MetaTrainingRunOptions
        {
            Progress = progress,
            Warned = Warned(context),
            DataName = training.HalvesData ? $"{data.Splits.Name}, first half of the training split" : null,
        };
        folder.Run(train, compute, options, cancellation);
        if (!MetaTrainingCsv.Read(context.Folder).Any(static epoch => epoch.Best))
            throw new InvalidDataException(
                "no epoch made a meta-step and ended with a finite loss; a smaller meta-learning rate may help");
        finished.Keep(context.Folder);
        return Outputs(context);
    }

    private static string[] Outputs(StepContext context) =>
        [.. FinishedTraining.Results.Select(context.Output)];

    private string[] Test(MetaTestExperiment experiment, IReadOnlyList<string> sources, DataSplits splits,
        StepContext context, CancellationToken cancellation)
    {
        MetaTestFolder folder = File.Exists(Path.Combine(context.Folder, MetaTestFolder.ConfigFile))
            ? MetaTestFolder.Resume(context.Folder, experiment)
            : MetaTestFolder.Create(context.Folder, experiment,
                [.. sources.Select(source => PhiFile.Load(Path.Combine(context.FolderOf(source), PhiFile.FileName)))]);
        folder.Run(splits, new MetaTestRunOptions
        {
            Threads = context.Threads,
            Warned = Warned(context),
            Searches = new TrialFolder(Path.Combine(context.Root, SearchesFolder)),
            Progress = new Shares<MetaTestProgress>(context.Progress, static step => (double)step.Iterations / step.TotalIterations),
        }, cancellation);
        string[] tables = [MetricsCsv.MetricsFile, MetricsCsv.RunsFile, MetricsCsv.LearningRatesFile,
            .. experiment.Measures is null ? [] : (string[])[MeasurementCsv.FileName]];
        return [.. tables.Select(context.Output)];
    }

    private Action<string>? Warned(StepContext context) => warned is null ? null : line => warned($"{context.Name}: {line}");

    private sealed class Shares<T>(IProgress<double> progress, Func<T, double> share) : IProgress<T>
    {
        public void Report(T value) => progress.Report(share(value));
    }
}
