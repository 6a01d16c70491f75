using System.Collections.Immutable;
using L2O.MetaTesting;
using L2O.Numerics;
using L2O.Optimizees.Losses;

namespace L2O.Reporting.Tables;

/// <summary>The numbers behind every table of a comparison; the renderers beside it turn them into text.</summary>
internal sealed class ComparisonTable
{
    /// <summary>Batches in the centered mean whose crossing is counted.</summary>
    public const int Window = LossCurve.ReportedWindow;

    private readonly ComparisonColumn[] _columns;

    private ComparisonTable(Comparison comparison, IReadOnlyList<ComparisonRow> rows)
    {
        (Data, Iterations, Loss, Rows) = (comparison.Data, comparison.Iterations, comparison.Loss, rows);
        _columns = ComparisonColumn.For(Loss, rows);
    }

    /// <summary>The dataset's name.</summary>
    public string Data { get; }

    /// <summary>Planned length of each run.</summary>
    public int Iterations { get; }

    /// <summary>What was minimized.</summary>
    public LossKind Loss { get; }

    /// <summary>What each column shows; the first names the line. Columns that nothing fills are left out.</summary>
    public IReadOnlyList<string> Columns => [.. _columns.Select(static column => column.Title)];

    /// <summary>How to read the cells, in one sentence a fact.</summary>
    public string Legend => (Loss == LossKind.Softmax
        ? "Iterations: median (mean ± standard deviation) over the runs of the first iteration with a training loss under the " +
            $"threshold, mean of {Window} batches around it; "
            + "\"(1 of 3)\" where only some runs got there. First batch: median of the first single batch under it. Losses (nats) and " +
                "accuracies: last parameters on the whole split, mean ± standard deviation."
        : $"Losses ({LossText.Unit(Loss)})" +
            $"{(Columns.Any(static title => title.Contains("accuracy", StringComparison.Ordinal)) ? ", accuracies" : "")}"
            + $"{(Columns.Any(static title => title.Contains("R²", StringComparison.Ordinal)) ? ", R²" : "")}: last parameters on the " +
                $"whole split, mean ± standard deviation.") + string.Concat(Notes.Select(static note => $" {note}"));

    /// <summary>What marks in the cells mean, a sentence each; only of those that occur.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            ComparisonCell[] cells = [.. Sections().SelectMany(static section => section.Lines).SelectMany(static line => line)];
            return
            [
                .. cells.Any(static cell => cell.Level) ? [Level] : Array.Empty<string>(),
                .. Rows.Any(static row => row.Runs == 1) && Rows.Count > 1 ? [OneRun] : Array.Empty<string>(),
                .. Rows.Any(static row => row.IsRateExtended) ? [Extended] : Array.Empty<string>(),
                .. Rows.Any(static row => row.IsRateAtEnd) ? [AtEnd] : Array.Empty<string>(),
            ];
        }
    }

    private const string Level = "= level at the top: the 95 % interval of the difference, run by run, holds 0.";
    private const string OneRun = "One run of an optimizer does not say how far runs scatter, so nothing is marked as best.";
    private const string Extended = ComparisonColumn.Extended +
        " the grid of learning rates was extended, because its least or greatest won.";
    private const string AtEnd = ComparisonColumn.AtEnd +
        " the least or greatest learning rate tried won: a better one may lie beyond it.";

    /// <summary>A row for each optimizee and optimizer, in the order in which they first occur.</summary>
    public IReadOnlyList<ComparisonRow> Rows { get; }

    /// <summary>Computes the table.</summary>
    /// <param name="comparison">Stored results.</param>
    public static ComparisonTable From(Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        Dictionary<(string, string), LearningRateTrial> rates = comparison.Searches
            .Where(static trial => trial.Chosen)
            .GroupBy(static trial => (trial.Optimizee, trial.Optimizer))
            .ToDictionary(static group => group.Key, static group => group.First());
        IEnumerable<ComparisonRow> rows = comparison.Curves
            .GroupBy(static curve => curve.Optimizee)
            .SelectMany(static optimizee => optimizee.GroupBy(static curve => (curve.Optimizee, curve.Optimizer)))
            .Select(group => Row(comparison, [.. group], rates.GetValueOrDefault(group.Key)));
        return new ComparisonTable(comparison, [.. rows]);
    }

    /// <summary>The table's body as text, one optimizee after the other, with the best value of each column marked.</summary>
    public IReadOnlyList<ComparisonSection> Sections() =>
        [.. Rows.GroupBy(static row => row.Optimizee).Select(group =>
            new ComparisonSection(group.Key, TitleOf(group.First()), [.. group], _columns))];

    private string TitleOf(ComparisonRow row) => Loss != LossKind.Softmax || Rows.All(other => other.Threshold.Equals(row.Threshold))
        ? row.Optimizee : $"{row.Optimizee} (threshold {NumberText.Plain(row.Threshold)})";

    /// <summary>The table free of how it is written: a group for each optimizee.</summary>
    /// <param name="name">Where the results are from, in front of each optimizee's name; empty for nothing.</param>
    public TableModel Model(string name = "") => new(
        "Results",
        $"Data {Data}, {Iterations} iterations a run; what the runs decide to be the best of a column and network in bold. {Legend}",
        [.. Columns],
        [.. Sections()
            .Select(section => new TableGroup(name.Length > 0 ? $"{name}: {section.Title}" : section.Title,
            [.. section.Lines.Select(static line => line.ToImmutableArray())]))])
    {
        GroupColumn = "network",
    };

    private static ComparisonRow Row(Comparison comparison, IReadOnlyList<LossCurve> runs, LearningRateTrial? chosen)
    {
        double threshold = comparison.LossThresholdOn(runs[0].Optimizee);
        double[] reached = Reached(runs, threshold, Window);
        LossCurve[] whole = [.. runs.Where(static run => !run.Diverged)];
        return new ComparisonRow(
            runs[0].Optimizee,
            runs[0].Optimizer,
            runs.Count,
            runs.Count - whole.Length,
            reached.Length,
            Median(reached, runs.Count),
            Median(Reached(runs, threshold, 1), runs.Count),
            Spread.Of(reached),
            Spread.Of([.. whole.Select(static run => run.FinalTrain.Loss)]),
            Spread.Of([.. whole.Select(static run => run.FinalTrain.Accuracy)]),
            Spread.Of([.. whole.Select(static run => run.FinalTest.Loss)]),
            Spread.Of([.. whole.Select(static run => run.FinalTest.Accuracy)]),
            chosen?.LearningRate)
        {
            Curves = runs,
            Threshold = threshold,
            PlannedIterations = comparison.Iterations,
            IsRateAtEnd = chosen is not null
                && LearningRateTrial.IsAtEnd(comparison.Searches, runs[0].Optimizee, runs[0].Optimizer),
            IsRateExtended = chosen?.Extended == true,
            Schedule = chosen?.Schedule ?? "",
            TrainR2 = Spread.Of([.. whole.Select(static run => run.FinalTrain.R2)]),
            TestR2 = Spread.Of([.. whole.Select(static run => run.FinalTest.R2)]),
        };
    }

    private static double[] Reached(IReadOnlyList<LossCurve> runs, double threshold, int window) =>
        [.. runs.Select(run => run.IterationsTo(threshold, window)).OfType<int>()
            .Select(static iteration => (double)iteration).Order()];

    /// <summary>Median of <paramref name="count"/> values of which only the sorted finite ones are given.</summary>
    private static double Median(double[] finite, int count)
    {
        int low = (count - 1) / 2;
        int high = count / 2;
        return high < finite.Length ? (finite[low] + finite[high]) / 2 : double.PositiveInfinity;
    }
}
