using System.CommandLine;
using System.Text.Json;
using L2O.Cli.Help;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.Cli.Progress;
using L2O.Data;
using L2O.Data.Sources;
using L2O.MetaTesting;
using L2O.Optimizees;
using L2O.Runs.Networks;

namespace L2O.Cli.Commands;

/// <summary><c>l2o predict</c>: uses a network that <c>l2o train</c> made.</summary>
internal sealed class PredictCommand : CliCommand
{
    private static readonly string[] s_splits = ["train", "test"];

    private readonly Argument<string> _folder = new("DIR") { Description = "The folder that 'l2o train' wrote" };
    private readonly Option<string> _data = new("--data")
    {
        Description = "What to predict, see below",
        HelpName = "FILE",
        Required = true,
    };
    private readonly Option<string?> _split = new("--split")
    {
        Description = "Which split of a known dataset: train, test [default: test]",
        HelpName = "NAME",
        CustomParser = static result =>
        {
            string text = result.Tokens[^1].Value;
            if (!s_splits.Contains(text))
                result.AddError($"option '--split' has the value '{text}'; expected one of {string.Join(", ", s_splits)}");
            return text;
        },
    };
    private readonly Option<string> _out = StandardOptions.OutFile("The table of predictions to write; must be new");
    private readonly Option<bool> _probabilities =
        new("--probabilities") { Description = "Write the probability of every class, not of the predicted one alone" };
    private readonly Option<string?> _dataDir = StandardOptions.DataDir();
    private readonly Option<int> _threads = StandardOptions.Threads();
    private readonly Option<bool> _json = StandardOptions.JsonFlag();

    public PredictCommand()
        : base("predict", "Predict classes or values of new data with a trained network, or reconstruct them with an autoencoder.",
            "l2o predict networks/houses --data new-houses.csv --out prices.csv",
            "l2o predict networks/digits --data scans --probabilities --out scans.csv",
            "l2o predict networks/digits --data inputs.npy,targets=labels.npy --out predictions.csv",
            "l2o predict networks/digits --data mnist --split train --out predictions.csv")
    {
        Arguments.Add(_folder);
        foreach (Option option in new Option[] { _data, _split, _out, _probabilities, _dataDir, _threads, _json })
            Options.Add(option);
    }

    public override IReadOnlyList<HelpSection> HelpSections =>
    [
        new HelpSection("Data",
        [
            "a CSV or Parquet table: the inputs' columns are found by name; the target's need not be there",
            "an npy file of the training's shape, with ,targets=FILE.npy if the targets are known",
            "a folder of PNG or JPEG images, or of a folder of them for each class",
            $"a dataset: {string.Join(", ", DatasetCatalog.All.Except(DatasetCatalog.Further).Select(static source => source.Name))}",
            "standardization, categories, normalization, color and size are those of the training",
        ]),
        .. base.HelpSections,
    ];

    public override int Run(Invocation invocation)
    {
        int threads = invocation.Get(_threads);
        string path = OutputFile.ForNew(invocation.Get(_out), ".csv", ".txt");
        using var compute = new Compute(threads);
        var predictor = NetworkPredictor.Load(invocation.Get(_folder), compute);
        NetworkFile file = predictor.File;
        if (file.Results.BestIteration == 0)
            throw new UsageException($"'{invocation.Get(_folder)}' holds a network that has learned nothing: its validation loss was never "
                + "below that of the start; expected one that has");
        bool all = invocation.Get(_probabilities);
        if (all && file.Target != TargetKind.Classes)
            throw new UsageException($"--probabilities goes with classes only; '{invocation.Get(_folder)}' predicts "
                + $"{(file.Target == TargetKind.Values ? "values" : "its inputs")}");
        DataSplits data = PredictionSource.Load(invocation.Get(_data), file, invocation.Get(_split),
            DataFolder.Resolve(invocation.Get(_dataDir)), threads, CliData.Readers);
        int count = data.Test.Count;
        var table = new PredictionTable(predictor, data, all);
        invocation.WithProgress(new ProgressPlan("prediction", "samples", count), reporter =>
        {
            table.Write(path, done => reporter.Report(done), invocation.Cancellation);
            return count;
        });
        if (table.NotFinite > 0)
            throw new WorkFailedException($"{table.NotFinite} of {count} outputs in {path} are not finite; inputs far from those of the "
                + "training are a likely cause");
        LossAndAccuracy? quality = data.HasTargets ? new WholeSplit(data.Test).Evaluate(predictor.Network, predictor.Theta) : null;
        Write(invocation, file, path, count, quality);
        return ExitCode.Done;
    }

    private void Write(Invocation invocation, NetworkFile file, string path, int count, LossAndAccuracy? quality)
    {
        double? loss = quality?.Loss, metric = file.Target == TargetKind.Classes ? quality?.Accuracy : quality?.R2;
        if (metric is double.NaN)
            metric = null;
        if (invocation.Get(_json))
        {
            invocation.Terminal.Output.WriteLine(JsonSerializer.Serialize(
                new { predictions = path, samples = count, loss, metric = metric is null ? null : file.MetricName(), value = metric },
                JsonText.Options));
            return;
        }
        string what = file.Target == TargetKind.Input ? "reconstruction" : "prediction";
        invocation.Terminal.Print($"{(count == 1 ? $"1 {what} is" : $"{count} {what}s are")} in {path}");
        if (quality is not null)
            invocation.Terminal.Output.WriteLine(NetworkText.Quality(file, loss, metric));
    }
}
