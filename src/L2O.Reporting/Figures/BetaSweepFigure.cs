using System.Globalization;
using L2O.MetaTesting;
using L2O.Numerics;
using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
using L2O.Tables;

namespace L2O.Reporting.Figures;

/// <summary>
/// Training loss of learned optimizers that were meta-trained with different weights β of one regularizer, beside the plain one
/// and the baselines (the study's figure 5): optimizers whose names are a regularizer and a number, as <c>rescale-0.1</c>.
/// </summary>
internal static class BetaSweepFigure
{
    private const int Early = 50; // the study compares there

    /// <summary>Describes each regularizer, a panel for each optimizee; none where there are no such optimizers.</summary>
    /// <param name="comparison">Stored results.</param>
    /// <param name="options">How; null for the defaults.</param>
    public static IReadOnlyList<FigureModel> Describe(Comparison comparison, CurveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        CurveOptions chosen = options ?? CurveOptions.Trailing;
        IReadOnlyList<CurveBand> bands = CurveBand.From(
            comparison, CurveMeasure.TrainLoss, chosen.Smoothing, chosen.Band, chosen.IsTrailing);
        return
        [
            .. OptimizerFamily.In(comparison.Curves.Select(static curve => curve.Optimizer))
                .Where(static family => family[0].Family != MixtureFigure.Family)
                .Select(family => Figure(comparison, bands, family, chosen)),
        ];
    }

    private static FigureModel Figure(Comparison comparison, IReadOnlyList<CurveBand> bands,
        IReadOnlyList<OptimizerFamily> family, CurveOptions options)
    {
        var betas = family.ToDictionary(static member => member.Optimizer, static member => member.Value, StringComparer.Ordinal);
        if (!betas.ContainsValue(0))
            betas.TryAdd("l2o", 0);
        CurveBand[][] groups =
        [
            .. bands.Where(band => betas.ContainsKey(band.Optimizer) || OptimizerFamily.Of(band.Optimizer) is null)
                .GroupBy(static band => band.Optimizee)
                .Where(group => group.Any(band => betas.ContainsKey(band.Optimizer) && band.Optimizer != "l2o"))
                .Select(group => group.OrderBy(band => betas.GetValueOrDefault(band.Optimizer, double.PositiveInfinity)).ToArray()),
        ];
        CurveBand[] shown = [.. groups.SelectMany(static group => group)];
        (double low, double high) = CurvePanel.LossRange(shown);
        var vertical = new AxisModel("training loss (nats)", options.IsLogarithmic) { Low = options.IsLogarithmic ? low : 0, High = high };
        return new FigureModel(
            $"beta-{FigureText.Slug(family[0].Family)}", Title(groups[0], betas, Math.Min(Early, comparison.Iterations),
                groups.Length > 1, Trend(comparison, groups[0], betas, options.Smoothing)),
            $"Learned optimizers that were meta-trained with {family[0].Family} regularization of weight β. Data {comparison.Data}. " +
                $"{CurvePanel.Legend(shown, options.Smoothing, options.Band, options.IsTrailing)}",
            [.. groups.Select(group =>
                CurvePanel.Of(group[0].Optimizee, group, vertical, comparison.Iterations, optimizer => Label(optimizer, betas)))]);
    }

    private static string Label(string optimizer, Dictionary<string, double> betas) =>
        betas.TryGetValue(optimizer, out double beta) ? $"β = {beta.ToString(CultureInfo.InvariantCulture)}"
            : OptimizerPalette.Label(optimizer);

    /// <summary>
    /// Sign of the difference between the largest β and the smallest, as far as the runs, one by one, decide it; of one run what it is.
    /// </summary>
    private static int Trend(Comparison comparison, CurveBand[] bands, Dictionary<string, double> betas, int smoothing)
    {
        CurveBand[] own = [.. bands.Where(band => betas.ContainsKey(band.Optimizer))];
        int at = Math.Min(Early, comparison.Iterations) - 1;
        Dictionary<int, double> Of(CurveBand band) => comparison.Curves
            .Where(curve => curve.Optimizee == band.Optimizee && curve.Optimizer == band.Optimizer && curve.Points.Count > at)
            .ToDictionary(static curve => curve.Run, curve =>
                MovingAverage.At([.. curve.Points.Select(static point => point.TrainLoss)], at, smoothing));
        Dictionary<int, double> first = Of(own[0]), last = Of(own[^1]);
        double[] differences = [.. last.Where(run => first.ContainsKey(run.Key)).Select(run => run.Value - first[run.Key])
            .Where(double.IsFinite)];
        return differences.Length == 1 ? Math.Sign(differences[0]) : PairedDifference.Sign(differences);
    }

    private static string Title(CurveBand[] bands, Dictionary<string, double> betas, int iteration, bool saysWhere, int trend)
    {
        (double Beta, double Loss)[] losses =
        [
            .. bands.Where(band => betas.ContainsKey(band.Optimizer))
                .Select(band => (betas[band.Optimizer], band.Iterations.Count > 0
                && band.Iterations[^1] >= iteration - 1 ? band.MeanAt(iteration) : double.NaN)),
        ];
        string where = saysWhere ? $"On {bands[0].Optimizee}: " : "";
        string list = string.Join(", ",
            losses.Select(static one =>
            $"{FigureText.Number(one.Loss)} (β\u00A0=\u00A0{one.Beta.ToString(CultureInfo.InvariantCulture)})"));
        bool rises = losses.Zip(losses.Skip(1)).All(static pair => pair.Second.Loss > pair.First.Loss),
            falls = losses.Zip(losses.Skip(1)).All(static pair => pair.Second.Loss < pair.First.Loss);
        string what = losses.Length > 1 && rises && trend > 0 ? "the larger β, the higher the loss" : losses.Length > 1
            && falls && trend < 0 ? "the larger β, the lower the loss" : "the loss does not clearly follow β";
        string scope = bands.Max(static band => band.Runs) == 1 ? "in one run of each, " : "";
        string sentence = $"{where}{scope}{what}: after {FigureText.Count(iteration, "iteration")} {list}";
        return char.ToUpperInvariant(sentence[0]) + sentence[1..];
    }
}
