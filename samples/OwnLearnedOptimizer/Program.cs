using System.Globalization;
using L2O;
using L2O.Experiments;
using L2O.MetaTesting;
using L2O.MetaTraining;
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
string folder = Path.Combine(Path.GetTempPath(), $"l2o-own-{Environment.ProcessId}");
try
{
    var trained = LearnedOptimizer.MetaTrain(folder, experiment);
    var loaded = LearnedOptimizer.Load(folder); // its settings are a MomentumBlend again
    Console.WriteLine($"learned weights of the momenta: {string.Join(", ", loaded.Phi.ToArray().Select(static weight => $"{weight:F2}"))}");

    Comparison comparison = loaded.CompareWith(["adam@0.01"], iterations: 60, runs: 2);
    Console.Write(comparison);

    bool same = loaded.Settings.Equals(experiment.LearnedOptimizer) && loaded.Phi.SequenceEqual(trained.Phi);
    bool learns = comparison.Curves.All(static curve => curve.FinalTrain.Loss < curve.Points[0].TrainLoss);
    Console.WriteLine(same && learns ? "it works: meta-trained, stored, loaded and tested" : "it does not work: see above");
    return same && learns ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
