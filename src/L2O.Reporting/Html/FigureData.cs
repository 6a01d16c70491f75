using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using L2O.Reporting.Documents;
using L2O.Reporting.Figures.Models;

namespace L2O.Reporting.Html;

/// <summary>The figures as JSON for the report's script, safe inside a <c>script</c> element.</summary>
internal static class FigureData
{
    private static readonly JsonSerializerOptions _options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The JSON text; the default encoder writes angle brackets and ampersands as escapes.</summary>
    /// <param name="document">The report.</param>
    /// <param name="looks">Of all keys in it.</param>
    internal static string Json(ReportDocument document, IReadOnlyDictionary<string, SeriesLook> looks) => JsonSerializer.Serialize(
        new { document.Optimizers, Figures = document.Figures.Select(figure => Figure(figure, looks)) }, _options);

    private static object Figure(FigureModel figure, IReadOnlyDictionary<string, SeriesLook> looks) => new
    {
        figure.Name,
        Panels = figure.Panels.Select(panel => new
        {
            panel.Title,
            X = Axis(panel.Horizontal),
            Y = Axis(panel.Vertical),
            Inset = panel.Inset is { } inset ? new[] { Short(inset.Left), Short(inset.Right), Short(inset.Low), Short(inset.High) } : null,
            Series = panel.Series.Select(series => Series(series, looks[series.Key], figure)),
        }),
    };

    private static object Axis(AxisModel axis) => new
    {
        axis.Label,
        Log = axis.IsLogarithmic,
        Low = axis.Low is { } low ? Short(low) : null,
        High = axis.High is { } high ? Short(high) : null,
        axis.Categories,
    };

    private static object Series(SeriesModel series, SeriesLook look, FigureModel figure) => series switch
    {
        LineSeries line => new
        {
            Kind = "line",
            line.Name,
            line.Key,
            look,
            X = Numbers(line.X),
            Y = Numbers(line.Y),
            Low = Numbers(line.Low),
            High = Numbers(line.High),
            Markers = line.HasMarkers,
            Guide = line.IsGuide,
        },
        PointSeries points => Points(points, look),
        HistogramSeries histogram => new
        {
            Kind = "histogram",
            histogram.Name,
            histogram.Key,
            look,
            Edges = Numbers(histogram.Edges),
            Heights = Numbers(histogram.Heights),
            Baseline = Short(histogram.Baseline),
            histogram.Label,
        },
        HeatSeries heat =>
            Heat(heat,
            [.. figure.Panels.SelectMany(static panel => panel.Series).OfType<HeatSeries>().Where(one => one.Name == heat.Name)]),
        _ => throw new ArgumentException(
            $"series '{series.Name}' is a {series.GetType().Name}; a line, points, a histogram or a matrix was expected", nameof(series)),
    };

    private static object Points(PointSeries points, SeriesLook look) => new
    {
        Kind = "points",
        points.Name,
        points.Key,
        look,
        X = Numbers(points.X),
        Y = Numbers(points.Y),
        points.Labels,
        Crosses = points.AreCrosses,
    };

    /// <summary>
    /// Colors follow coordinates: logarithms where they should, infinities at the ends of the range that all series of the name share.
    /// </summary>
    private static object Heat(HeatSeries heat, IReadOnlyList<HeatSeries> alike)
    {
        double[] all = [.. alike.SelectMany(static one => one.Values)
            .Where(value => double.IsFinite(value) && (!heat.IsLogarithmic || value > 0)).Select(Coordinate)];
        double? middle = heat.Middle is { } value ? Coordinate(value) : null;
        double low = heat.Low is { } least ? Coordinate(least) : all.DefaultIfEmpty(middle ?? 0).Min(), high = heat.High is { } most
            ? Coordinate(most) : all.DefaultIfEmpty(middle ?? 1).Max();
        if (!(high > low))
            (low, high) = (low - 0.5, high + 0.5);
        return new
        {
            Kind = "heat",
            heat.Name,
            heat.Key,
            X = Numbers(heat.X),
            Y = Numbers(heat.Y),
            Log = heat.IsLogarithmic,
            heat.Texts,
            Z = heat.Values.Select(one => double.IsNaN(one) ? null : Short(Math.Clamp(Coordinate(one), low, high)))
                .Chunk(Math.Max(heat.X.Length, 1)),
            Values = Numbers(heat.Values),
            Least = Short(low),
            Most = Short(high),
            Middle = middle is { } at ? Short(at) : null,
        };

        double Coordinate(double one) => heat.IsLogarithmic ? Math.Log10(one) : one;
    }

    private static double?[] Numbers(ImmutableArray<double> values) => [.. values.Select(Short)];

    /// <summary>Six digits are more than a screen shows and a third of the size; null for what JSON cannot hold.</summary>
    private static double? Short(double value) =>
        double.IsFinite(value) ? double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;
}
