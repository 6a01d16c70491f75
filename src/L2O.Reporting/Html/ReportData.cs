using System.Globalization;
using System.Text.Json;
using L2O.MetaTesting;
using L2O.MetaTraining;
using L2O.Reporting.Figures;
using L2O.Reporting.Tables;

namespace L2O.Reporting.Html;

/// <summary>The numbers that the report's script draws, as JSON that is safe inside a <c>script</c> element.</summary>
internal static class ReportData
{
    private static readonly JsonSerializerOptions _options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The JSON text; the default encoder writes angle brackets and ampersands as escapes.</summary>
    internal static string Json(ReportContent content)
    {
        IReadOnlyDictionary<string, string> colors = OptimizerPalette.Colors(
            content.Comparison.Curves.Select(static curve => curve.Optimizer).Concat(content.Comparison.Searches.Select(static trial => trial.Optimizer)));
        return JsonSerializer.Serialize(
            new
            {
                Threshold = ComparisonTable.LossThreshold,
                content.Comparison.Iterations,
                Measures = Enum.GetValues<CurveMeasure>().Select(measure => Measure(content.Comparison, measure, colors)),
                Rates = content.Comparison.Searches.GroupBy(static trial => trial.Optimizee).Select(group => Rates(group, colors)),
                Epochs = content.Epochs.Select(static epoch => Epoch(epoch)),
            },
            _options);
    }

    private static object Measure(Comparison comparison, CurveMeasure measure, IReadOnlyDictionary<string, string> colors)
    {
        bool everyIteration = measure is CurveMeasure.TrainLoss or CurveMeasure.TrainAccuracy;
        IReadOnlyList<CurveBand> bands = CurveBand.From(comparison, measure, everyIteration ? LossCurveFigure.DefaultSmoothing : 1);
        return new
        {
            Loss = measure is CurveMeasure.TrainLoss or CurveMeasure.TestLoss,
            Optimizees = bands.GroupBy(static band => band.Optimizee).Select(group => group.Select(band => Band(band, colors[band.Optimizer]))),
        };
    }

    private static object Band(CurveBand band, string color) => new
    {
        Label = OptimizerPalette.Label(band.Optimizer),
        Color = color,
        Width = OptimizerPalette.LineWidth(band.Optimizer),
        band.Runs,
        Diverged = band.DivergedRuns,
        X = band.Iterations,
        Mean = band.Mean.Select(Short),
        Low = band.Low.Select(Short),
        High = band.High.Select(Short),
    };

    private static object Rates(IEnumerable<LearningRateTrial> trials, IReadOnlyDictionary<string, string> colors) => trials
        .GroupBy(static trial => trial.Optimizer)
        .Select(group => new
        {
            Label = OptimizerPalette.Label(group.Key),
            Color = colors[group.Key],
            Trials = group.OrderBy(static trial => trial.LearningRate).Select(static trial => new
            {
                Rate = trial.LearningRate,
                Loss = Short(Spread.Of(trial.SummedLosses).Mean),
                trial.Chosen,
            }),
        });

    private static object Epoch(EpochMetrics epoch) => new
    {
        epoch.Epoch,
        MetaLoss = Short(epoch.MetaLoss),
        TestLoss = Short(epoch.TestLoss),
        epoch.Best,
    };

    /// <summary>Five digits are more than a screen shows and half the size; null for what JSON cannot hold.</summary>
    private static double? Short(double value) =>
        double.IsFinite(value) ? double.Parse(value.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;
}
