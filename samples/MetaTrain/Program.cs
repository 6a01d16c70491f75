using L2O;
using L2O.MetaTraining;

// Meta-trains a small learned optimizer into a folder; run it again and it goes on where it was. Ctrl-C ends it cleanly.
//   dotnet run -c Release --project samples/MetaTrain -- [DIR]

string folder = args.Length > 0 ? args[0] : "l2o-sample";
using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, signal) => { signal.Cancel = true; cancellation.Cancel(); };
try
{
    var learned = LearnedOptimizer.MetaTrain(
        folder,
        "mlp", // a preset, or the path of a JSON file; every setting has a name
        ["metaTraining.epochs=2", "metaTraining.runsPerEpoch=5", "metaTraining.testRuns=1"],
        new Progress<MetaTrainingProgress>(now =>
            Console.Error.Write($"\r{now.Iterations} of {now.TotalIterations} iterations, loss {now.Loss:F3} ")),
        epoch => Console.WriteLine($"epoch {epoch.Epoch}: meta-loss {epoch.MetaLoss:F3}, summed test loss {epoch.TestLoss:F1}"),
        warning => Console.Error.WriteLine($"warning: {warning}"), // e.g. that it learns nothing, and what helps then
        cancellation: cancellation.Token);
    Console.WriteLine($"{learned.Phi.Length} parameters are in {Path.Combine(folder, "phi.safetensors")}");
    Console.Write(learned.CompareWith(["adam@0.01"], iterations: 100, cancellation: cancellation.Token));
    return 0;
}
catch (OperationCanceledException)
{
    Console.WriteLine("interrupted; the same command goes on from here");
    return 130;
}
catch (Exception failure) when (failure is ArgumentException or IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"error: {failure.Message}");
    return 2;
}
