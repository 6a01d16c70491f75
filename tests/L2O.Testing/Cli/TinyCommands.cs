using L2O.Cli;

namespace L2O.Testing.Cli;

/// <summary>
/// Command lines that do everything a real one does, in a fraction of a second. No path in them has a space, so that lines split there.
/// </summary>
internal static class TinyCommands
{
    public const string Settings =
        "--set metaTraining.runsPerEpoch=1 --set metaTraining.testRuns=1 --set metaTraining.iterations=20 --set metaTraining.unroll=10 "
        + "--set metaTraining.batchSize=32 --set learnedOptimizer.hiddenSize=4";

    /// <summary>Without <c>--out</c> and the number of epochs.</summary>
    public static string MetaTrain(TinyMnist data) => $"meta-train {Settings} {On(data)}";

    /// <summary>Without <c>--out</c>.</summary>
    public static string Quickstart(TinyMnist data) =>
        $"quickstart {Settings} --set metaTraining.epochs=1 --iterations 10 --runs 1 {On(data)}";

    public static string On(TinyMnist data) => $"--data mnist --data-dir {data.Root}";

    /// <summary>Runs a line that must succeed.</summary>
    public static CliHarness.CliOutcome Run(string line)
    {
        CliHarness.CliOutcome outcome = CliHarness.Run(line.Split(' '));
        Xunit.Assert.True(outcome.Code == 0, $"'{line}' ended with {outcome.Code}: {outcome.Error}");
        return outcome;
    }

    /// <summary>Runs a line and cancels it, as Ctrl-C would, when a line that begins so comes on the error stream.</summary>
    public static CliHarness.CliOutcome RunUntil(string start, string line)
    {
        using var source = new CancellationTokenSource();
        using var error = new CancelingWriter(start, source);
        return CliHarness.Run(CommandLineApp.Create(), line.Split(' '), error, source.Token);
    }

    private sealed class CancelingWriter(string start, CancellationTokenSource source) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith(start, StringComparison.Ordinal) == true)
                source.Cancel();
        }
    }
}
