using System.Collections.Immutable;
using L2O.MetaTesting;
using L2O.MetaTraining;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Tables;

namespace L2O.Reporting.Figures;

/// <summary>The figures that a folder's stored results make.</summary>
internal static class StoredFigures
{
    private static readonly (CurveMeasure Measure, string Name, string Label)[] _curves =
    [
        (CurveMeasure.TrainLoss, "loss", "training loss (nats)"), (CurveMeasure.TrainAccuracy, "accuracy", "training accuracy (0 to 1)"),
        (CurveMeasure.TestLoss, "test-loss", "test loss (nats)"), (CurveMeasure.TestAccuracy, "test-accuracy", "test accuracy (0 to 1)"),
    ];

    /// <summary>Their descriptions, in the order to show.</summary>
    internal static ImmutableArray<FigureModel> Models(StoredResults results)
    {
        var figures = ImmutableArray.CreateBuilder<FigureModel>();
        if (results.Comparison is { } comparison)
        {
            figures.AddRange(_curves.Select(curve => Curves(comparison, curve.Measure, curve.Name, curve.Label)).Where(static figure => figure.Panels.Length > 0));
            if (GeneralizationTable.From(comparison) is { } table)
                figures.Add(Generalization(table));
            if (comparison.Searches.Count > 0)
                figures.Add(LearningRates(comparison.Searches));
        }
        if (results.Epochs.Count > 0)
            figures.Add(MetaTraining(results.Epochs));
        figures.AddRange(MeasurementFigures.Models(results.Measurements));
        return figures.DrainToImmutable();
    }

    /// <summary>Their pictures by the figures' names, and one of each network's losses where there are several.</summary>
    internal static IEnumerable<(string Name, FigurePage Picture)> Pictures(StoredResults results)
    {
        if (results.Comparison is { } comparison)
        {
            yield return ("loss", LossCurveFigure.Draw(comparison));
            string[] optimizees = [.. comparison.Curves.Select(static curve => curve.Optimizee).Distinct(StringComparer.Ordinal)];
            var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (string optimizee in optimizees.Length > 1 ? optimizees : [])
                yield return (UnusedName($"loss-{FileName(optimizee)}", taken), LossCurveFigure.Draw(comparison, optimizee));
            if (GeneralizationTable.From(comparison) is { } generalization)
                yield return ("generalization", GeneralizationFigure.Draw(generalization));
            if (comparison.Searches.Count > 0)
                yield return ("learning-rates", LearningRateFigure.Draw(comparison.Searches));
        }
        if (results.Epochs.Count > 0)
            yield return ("meta-training", MetaTrainingFigure.Draw(results.Epochs));
    }

    /// <summary>A name that every file system takes and that cannot leave the folder.</summary>
    private static string FileName(string optimizee) =>
        string.Concat(optimizee.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'));

    private static string UnusedName(string name, HashSet<string> taken)
    {
        string candidate = name;
        for (int number = 2; !taken.Add(candidate); number++)
            candidate = $"{name}-{number}";
        return candidate;
    }

    private static FigureModel Curves(Comparison comparison, CurveMeasure measure, string name, string label)
    {
        bool isLoss = measure is CurveMeasure.TrainLoss or CurveMeasure.TestLoss;
        bool everyIteration = measure is CurveMeasure.TrainLoss or CurveMeasure.TrainAccuracy;
        IReadOnlyList<CurveBand> bands = [.. CurveBand.From(comparison, measure, everyIteration ? LossCurveFigure.DefaultSmoothing : 1).Where(static band => band.Iterations.Count > 0)];
        string average = everyIteration ? $", moving average over {LossCurveFigure.DefaultSmoothing} iterations" : "";
        string title = measure == CurveMeasure.TrainLoss
            ? string.Join(" ", ComparisonVerdict.Sentences(ComparisonTable.From(comparison)).Take(1))
            : $"{char.ToUpperInvariant(label[0])}{label[1..label.IndexOf(" (", StringComparison.Ordinal)]} of each optimizer";
        return new FigureModel(name, title,
            $"Data {comparison.Data}, {comparison.Iterations} iterations. Line: mean over the runs{average}. Band: smallest to largest run. A cross marks where a run diverged; the mean ends there.",
            [.. bands.GroupBy(static band => band.Optimizee).Select(group => Panel(group.Key, [.. group], isLoss, label, comparison.Iterations))]);
    }

    private static PanelModel Panel(string optimizee, IReadOnlyList<CurveBand> bands, bool isLoss, string label, int iterations)
    {
        double start = bands.Max(static band => band.Mean[0]);
        AxisModel vertical = isLoss
            ? new AxisModel(label, true) { Low = bands.Min(static band => band.Low.Min()) / 1.1, High = Math.Min(bands.Max(static band => band.High.Max()), 2 * start) * 1.1 }
            : new AxisModel(label) { Low = 0, High = 1 };
        IEnumerable<SeriesModel> guide = isLoss
            ? [new LineSeries("loss 0.5", "", [0, iterations], [ComparisonTable.LossThreshold, ComparisonTable.LossThreshold]) { IsGuide = true }]
            : [];
        IEnumerable<SeriesModel> lines = bands.Select(static band => new LineSeries(OptimizerPalette.Label(band.Optimizer), band.Optimizer, [.. band.Iterations.Select(static i => (double)i)], [.. band.Mean])
        {
            Low = band.Runs > 1 ? [.. band.Low] : [],
            High = band.Runs > 1 ? [.. band.High] : [],
            HasMarkers = band.Iterations.Count < 3,
        });
        IEnumerable<SeriesModel> crosses = bands.Where(static band => band.DivergedRuns > 0).Select(band => new PointSeries(
            OptimizerPalette.Label(band.Optimizer), band.Optimizer, [band.Iterations[^1]], [Math.Min(band.Mean[^1], vertical.High!.Value)])
        {
            AreCrosses = true,
            Labels = [$"{band.DivergedRuns} of {band.Runs} runs diverged"],
        });
        return new PanelModel(optimizee, new AxisModel("iteration") { Low = 0, High = iterations }, vertical, [.. guide, .. lines, .. crosses])
        {
            Inset = isLoss && iterations >= 100 ? new InsetModel(0, iterations / 5.0, vertical.Low!.Value, vertical.High!.Value) : null,
        };
    }

    private static FigureModel Generalization(GeneralizationTable table)
    {
        string[] rows = [.. table.Optimizers.Reverse()]; // the first on top
        GeneralizationCell?[] cells = [.. rows.SelectMany(optimizer => table.Optimizees.Select(optimizee => table.Find(optimizer, optimizee)))];
        var heat = new HeatSeries("relative loss", [.. Enumerable.Range(0, table.Optimizees.Count)], [.. Enumerable.Range(0, table.Optimizers.Count)], [.. cells.Select(static cell => cell?.Relative ?? double.NaN)])
        {
            Texts = [.. cells.Select(GeneralizationTable.Show)],
            IsLogarithmic = true,
            Middle = 1,
            Low = 0.5,
            High = 2,
        };
        return new FigureModel("generalization", "How far each optimizer carries", GeneralizationTable.Legend,
        [
            new PanelModel("", new AxisModel("network") { Categories = [.. table.Optimizees] }, new AxisModel("optimizer") { Categories = [.. rows.Select(OptimizerPalette.Label)] }, [heat]),
        ]);
    }

    private static FigureModel LearningRates(IReadOnlyList<LearningRateTrial> searches)
    {
        IEnumerable<PanelModel> panels = searches.GroupBy(static trial => trial.Optimizee).Select(static optimizee =>
        {
            double top = optimizee.Select(Mean).Where(double.IsFinite).DefaultIfEmpty(1).Max() * 1.2;
            return new PanelModel(optimizee.Key, new AxisModel("learning rate", true), new AxisModel("summed training loss (nats)", true),
                [.. optimizee.GroupBy(static trial => trial.Optimizer).SelectMany(group => Search(group.Key, [.. group.OrderBy(static trial => trial.LearningRate)], top))]);
        });
        return new FigureModel("learning-rates", "Learning-rate search", "Training loss summed over a run, mean over the runs; the least wins. A disc marks the chosen rate, a cross a rate at which a run diverged.", [.. panels]);
    }

    private static IEnumerable<SeriesModel> Search(string optimizer, IReadOnlyList<LearningRateTrial> trials, double top)
    {
        string label = OptimizerPalette.Label(optimizer);
        LearningRateTrial[] finite = [.. trials.Where(static trial => double.IsFinite(Mean(trial)))];
        yield return new LineSeries(label, optimizer, [.. finite.Select(static trial => trial.LearningRate)], [.. finite.Select(Mean)]);
        LearningRateTrial[] chosen = [.. finite.Where(static trial => trial.Chosen)];
        yield return new PointSeries(label, optimizer, [.. chosen.Select(static trial => trial.LearningRate)], [.. chosen.Select(Mean)]) { Labels = [.. chosen.Select(static _ => "chosen")] };
        LearningRateTrial[] diverged = [.. trials.Where(static trial => !double.IsFinite(Mean(trial)))];
        if (diverged.Length > 0)
            yield return new PointSeries(label, optimizer, [.. diverged.Select(static trial => trial.LearningRate)], [.. diverged.Select(_ => top)])
            {
                AreCrosses = true,
                Labels = [.. diverged.Select(static _ => "a run diverged")],
            };
    }

    private static FigureModel MetaTraining(IReadOnlyList<EpochMetrics> epochs)
    {
        const string Learned = "l2o";
        IEnumerable<(string Title, string Label, Func<EpochMetrics, double> Value)> both =
        [
            ("Meta-training", "meta-loss (log of summed loss)", static epoch => epoch.MetaLoss), ("Test runs", "summed training loss (nats)", static epoch => epoch.TestLoss),
        ];
        IEnumerable<PanelModel> panels = both.Where(one => epochs.Any(epoch => double.IsFinite(one.Value(epoch)))).Select(one =>
        {
            EpochMetrics[] finite = [.. epochs.Where(epoch => double.IsFinite(one.Value(epoch)))], best = [.. finite.Where(static epoch => epoch.Best)];
            return new PanelModel(one.Title, new AxisModel("epoch"), new AxisModel(one.Label),
            [
                new LineSeries("each epoch", Learned, [.. finite.Select(static epoch => (double)epoch.Epoch)], [.. finite.Select(one.Value)]),
                new PointSeries("best so far", Learned, [.. best.Select(static epoch => (double)epoch.Epoch)], [.. best.Select(one.Value)]),
            ]);
        });
        return new FigureModel("meta-training", "Meta-training of the learned optimizer", "Mean over each epoch. A disc marks an epoch after which the learned optimizer was the best so far.", [.. panels]);
    }

    private static double Mean(LearningRateTrial trial) => Spread.Of(trial.SummedLosses).Mean;
}
