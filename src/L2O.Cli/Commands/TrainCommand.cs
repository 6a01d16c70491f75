using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using L2O.Cli.Help;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.Cli.Progress;
using L2O.Data;
using L2O.Experiments;
using L2O.Files;
using L2O.MetaTesting;
using L2O.Optimizees;
using L2O.Optimizees.Losses;
using L2O.Optimizers;
using L2O.Pretrained;
using L2O.Reporting.Tables;
using L2O.Runs;
using L2O.Runs.Networks;

namespace L2O.Cli.Commands;

/// <summary><c>l2o train</c>: trains one network into a folder.</summary>
internal sealed class TrainCommand : CliCommand
{
    private readonly Argument<string?> _network =
        new("NETWORK") { Description = "The network to train, named as below", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _data = StandardOptions.Data();
    private readonly Option<LossKind?> _loss = StandardOptions.Loss();
    private readonly Option<string> _optimizer = new("--optimizer")
    {
        Description = "What trains it: an optimizer with its learning rate, or a learned one, as below",
        HelpName = "OPTIMIZER",
        DefaultValueFactory = static _ => "adam@0.01:schedule=cosine",
    };
    private readonly Option<int> _iterations = ValueOptions.Integer("--iterations", "Steps, a batch each", 2000, min: 1);
    private readonly Option<int> _epochs =
        ValueOptions.Integer("--epochs", "Passes over the training split, instead of --iterations; 0 leaves it to that", 0, min: 0);
    private readonly Option<int> _batch = ValueOptions.Integer("--batch", "Samples a batch", 128, min: 1);
    private readonly Option<double> _share = ValueOptions.Share("--validation-share",
        "Share of the training split that is held out to choose the best weights", 0.1);
    private readonly Option<int> _every = ValueOptions.Integer("--validate-every", "Steps from one validation to the next", 100, min: 1);
    private readonly Option<string> _out = StandardOptions.Out();
    private readonly Option<bool> _resume =
        new("--resume") { Description = "Go on with the training in --out where its last checkpoint is; its settings stay" };
    private readonly Option<CheckpointInterval> _checkpoints = StandardOptions.Checkpoints("steps");
    private readonly Option<string?> _dataDir = StandardOptions.DataDir();
    private readonly Option<ulong> _seed = StandardOptions.Seed();
    private readonly Option<int> _threads = StandardOptions.Threads();
    private readonly Option<bool> _json = StandardOptions.JsonFlag();

    public TrainCommand()
        : base("train",
            "Train one network and keep its best weights, with all that is needed to use them. However the process ends, the training " +
                "can be resumed and ends in the same bits.",
            "l2o train mlp-relu-20 --data mnist --out networks/digits",
            "l2o train mlp-relu-20 --data mnist --optimizer pretrained/sigmoid --out networks/learned",
            "l2o train mlp-tanh-40 --data table:houses.csv,target=price --optimizer adam@0.01:schedule=cosine:clip=1 --epochs 60 " +
                "--out networks/houses",
            "l2o train mlp-relu-128-16-128 --data mnist,target=input --loss bce --out networks/autoencoder",
            "l2o train --resume --out networks/houses")
    {
        Arguments.Add(_network);
        foreach (Option option in Described.Concat([_out, _resume, _dataDir, _threads, _checkpoints, _json]))
            Options.Add(option);
    }

    public override IReadOnlyList<HelpSection> HelpSections =>
    [
        new HelpSection("Networks", OptimizeeCatalog.Guide),
        new HelpSection("Optimizers",
        [
            $"by hand: {OptimizerText.Pattern}", $"  names: {string.Join(", ", OptimizerCatalog.Names)}",
            $"learned: {string.Join(", ", PhiSource.Pretrained)}, a file, or the folder of a meta-training",
            "parts behind either:", .. OptimizerText.Parts.Chunk(5).Select(static parts => $"  {string.Join(", ", parts)}"),
        ]),
        CliData.Help,
        .. base.HelpSections,
    ];

    // What a training is: the folder of one that is resumed says it.
    private IEnumerable<Option> Described => [_data, _loss, _optimizer, _iterations, _epochs, _batch, _share, _every, _seed];

    public override int Run(Invocation invocation)
    {
        long started = Stopwatch.GetTimestamp();
        int threads = invocation.Get(_threads);
        NetworkFolder folder = Open(invocation, threads, out DataSplits data);
        using var compute = new Compute(threads);
        int place = folder.Place();
        Keep(invocation, folder, place);
        var plan = new ProgressPlan("training", "iterations", folder.Settings.Iterations, place);
        NetworkFile file = invocation.WithProgress(plan, reporter =>
            folder.Run(data, compute, new NetworkRunOptions
            {
                Checkpoints = invocation.Get(_checkpoints),
                Logger = invocation.Log,
                Progress = new SynchronousProgress<MetaTestProgress>(step => reporter.Report(step.Iterations, step.Loss)),
                Checkpointed = iteration => Keep(invocation, folder, iteration),
                Warned = warning => invocation.Warn(warning),
            }, invocation.Cancellation));
        var outputs = new IndependentOutputs();
        outputs.Try("Parquet tables", () => ParquetTables.WriteAll(folder.FullPath));
        if (file.Results.BestIteration == 0)
            throw new WorkFailedException(
                $"in {file.Results.Iterations} iterations the validation loss was never below that of the start, {folder.FullPath} holds " +
                $"no trained network; a smaller learning rate may help");
        Write(invocation, folder, file, Stopwatch.GetElapsedTime(started));
        outputs.ThrowIfAnyFailed();
        return ExitCode.Done;
    }

    private NetworkFolder Open(Invocation invocation, int threads, out DataSplits data)
    {
        bool resume = invocation.Get(_resume);
        string? network = invocation.Get(_network), dataDir = invocation.Get(_dataDir);
        if (resume)
        {
            string? other = network is not null ? "NETWORK" : Described.FirstOrDefault(invocation.IsGiven)?.Name;
            if (other is not null)
                throw new UsageException($"{other} does not go with --resume; the training's folder says what it is");
            NetworkFolder existing = NetworkFolder.Open(OutputFolder.ForResume(invocation.Get(_out), NetworkFolder.ConfigFile).FullPath);
            data = CliData.Load(existing.Settings.Data, dataDir, threads);
            return existing;
        }
        if (network is null)
            throw new UsageException("there is no NETWORK; expected the name of a network to train, such as mlp-relu-20, or --resume");
        if (invocation.IsGiven(_epochs) && invocation.IsGiven(_iterations))
            throw new UsageException("--epochs does not go with --iterations; expected one of them");
        OptimizeeCatalog.Check(network);
        OutputFolder output = OutputFolder.ForNew(invocation.Get(_out));
        var optimizer = ChosenOptimizer.Parse(invocation.Get(_optimizer));
        var dataset = DataSettings.Parse(invocation.Get(_data));
        data = CliData.Load(dataset, dataDir, threads);
        NetworkTraining settings = Settings(invocation, network, dataset, data.Train);
        NetworkFolder.Check(settings, data, optimizer);
        if (optimizer.Phi?.ChanceWarning(optimizer.Text) is { } warning)
            invocation.Warn(warning);
        return NetworkFolder.Create(output.FullPath, settings, optimizer);
    }

    private NetworkTraining Settings(Invocation invocation, string network, DataSettings dataset, IDataset train)
    {
        NetworkTraining Of(int iterations) => new(network, dataset.Pin(), invocation.Get(_optimizer), invocation.Get(_loss), iterations,
            invocation.Get(_batch), invocation.Get(_share), invocation.Get(_every), invocation.Get(_seed));
        if (invocation.Get(_epochs) is not (> 0 and var epochs))
            return Of(invocation.Get(_iterations));
        int samples = NetworkTrainer.Split(Of(1), train.Name, train.Count).Train.Length, batch = Math.Min(invocation.Get(_batch), samples);
        long iterations = (long)epochs * ((samples + batch - 1) / batch);
        return iterations <= int.MaxValue ? Of((int)iterations)
            : throw new UsageException($"option '--epochs' is {epochs}, that is {iterations} iterations; expected at most {int.MaxValue}");
    }

    private static void Keep(Invocation invocation, NetworkFolder folder, int iteration) => invocation.Kept =
        (iteration == 0 ? "no checkpoint was made yet, the settings are kept"
            : $"{iteration} of {folder.Settings.Iterations} iterations are kept, with the best weights so far")
        + $"; go on with: l2o train --resume --out '{folder.FullPath}'";

    private void Write(Invocation invocation, NetworkFolder folder, NetworkFile file, TimeSpan elapsed)
    {
        NetworkResults results = file.Results;
        string weights = Path.Combine(folder.FullPath, NetworkWeights.FileName);
        TextWriter output = invocation.Terminal.Output;
        if (invocation.Get(_json))
        {
            output.WriteLine(JsonSerializer.Serialize(new { weights, results, metric = file.MetricName(), seconds = elapsed.TotalSeconds },
                JsonText.Options));
            return;
        }
        invocation.Terminal.Print($"{file.Network} on {file.Origin.Data} with {file.Origin.Optimizer}, {results.Iterations} iterations");
        output.WriteLine($"validation  {NetworkText.Quality(file, results.ValidationLoss, results.ValidationMetric)}, best at iteration " +
            $"{results.BestIteration}");
        output.WriteLine($"test        {NetworkText.Quality(file, results.TestLoss, results.TestMetric)}");
        invocation.Terminal.Print($"weights     {weights}");
        invocation.Note($"use it with: l2o predict '{folder.FullPath}' --data FILE --out predictions.csv");
    }
}
