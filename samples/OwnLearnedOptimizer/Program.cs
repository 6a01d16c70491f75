using System.Globalization;
using L2O;
using L2O.Data;
using L2O.Data.Sources;
using L2O.Experiments;
using L2O.MetaTesting;
using L2O.MetaTraining;
using L2O.Pretrained;
using L2O.Runs;
using OwnLearnedOptimizer;

// A learned optimizer from outside the library: meta-trained on the embedded digits, stored, loaded again and tested against Adam.
//   dotnet run -c Release --project samples/OwnLearnedOptimizer -- [RATE]

double rate = 0.01;
if (args.Length > 1 || (args.Length == 1
    && !(double.TryParse(args[0], NumberStyles.Float, CultureInfo.InvariantCulture, out rate) && rate > 0 && double.IsFinite(rate))))
{
    Console.Error.WriteLine($"error: RATE is '{string.Join(' ', args)}'; expected one number above 0, such as 0.01");
    return 2;
}

var experiment = new Experiment(learnedOptimizer: new MomentumBlend(rate), metaTraining: new MetaTrainingSettings(
    epochs: 2, runsPerEpoch: 4, testRuns: 1, iterations: 60, unroll: 20, metaLearningRate: 0.1));
DataSplits data = DataFolder.Resolve(null).Load(experiment.Data.Name, experiment.Data.Options.Images);
string folder = Path.Combine(Path.GetTempPath(), $"l2o-own-{Environment.ProcessId}");
using var compute = new Compute();
try
{
    PhiFile trained = MetaTrainingFolder.Create(folder, experiment).Run(data.Train, compute);
    PhiFile loaded = PhiFile.Load(Path.Combine(folder, PhiFile.FileName)); // its settings are a MomentumBlend again
    Console.WriteLine($"learned weights of the momenta: {string.Join(", ", loaded.Phi.Select(static weight => $"{weight:F2}"))}");

    Contestant[] contestants = [TestContestants.Learned("own", loaded), TestContestants.Baseline("adam@0.01")];
    Comparison comparison = MetaTest.OnCatalog(data, new MetaTestSettings(iterations: 60, runs: 2), seed: 1, threads: 0)
        .Run(["mlp-sigmoid-20"], contestants);
    foreach (IGrouping<string, LossCurve> curves in comparison.Curves.GroupBy(static curve => curve.Optimizer))
        Console.WriteLine($"{curves.Key,-10} training loss after 60 steps: {curves.Average(static curve => curve.FinalTrain.Loss):F3}");

    bool same = loaded.Settings.Equals(experiment.LearnedOptimizer) && loaded.Phi.SequenceEqual(trained.Phi);
    bool learns = comparison.Curves.All(static curve => curve.FinalTrain.Loss < curve.Points[0].TrainLoss);
    Console.WriteLine(same && learns ? "it works: meta-trained, stored, loaded and tested" : "it does not work: see above");
    return same && learns ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
