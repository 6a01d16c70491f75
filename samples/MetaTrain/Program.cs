using L2O;
using L2O.Data;
using L2O.Data.Sources;
using L2O.Experiments;
using L2O.MetaTraining;
using L2O.Pretrained;
using L2O.Runs;
using L2O.Settings;

// Meta-trains a small learned optimizer into a folder; run it again and it goes on where it was. Ctrl-C ends it cleanly.
//   dotnet run -c Release --project samples/MetaTrain -- [DIR]

string folder = args.Length > 0 ? args[0] : "l2o-sample";
using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, signal) => { signal.Cancel = true; cancellation.Cancel(); };

// An experiment is a record; presets are a start, and every setting has a name.
Experiment experiment = SettingsOverrides.Apply(ExperimentPresets.Find("quick"),
    ["metaTraining.epochs=2", "metaTraining.runsPerEpoch=4", "metaTraining.testRuns=1"]);
DataSplits data = experiment.Data.Load(DataFolder.Resolve(null));
MetaTrainingFolder run = Directory.Exists(folder) ? MetaTrainingFolder.Open(folder) : MetaTrainingFolder.Create(folder, experiment);
var options = new MetaTrainingRunOptions
{
    Progress = new Progress<MetaTrainingProgress>(now =>
        Console.Error.Write($"\r{now.Iterations} of {now.TotalIterations} iterations, loss {now.Loss:F3} ")),
    EpochDone = epoch => Console.WriteLine($"epoch {epoch.Epoch}: meta-loss {epoch.MetaLoss:F3}, summed test loss {epoch.TestLoss:F1}"),
};
using var compute = new Compute();
try
{
    PhiFile phi = run.Run(data.Train, compute, options, cancellation.Token);
    Console.WriteLine($"{phi.Phi.Length} parameters are in {Path.Combine(run.FullPath, PhiFile.FileName)}");
}
catch (OperationCanceledException)
{
    Console.WriteLine($"interrupted; the same command goes on from {run.Place().Epochs} whole epochs");
}
