using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>The look of each series of a figure, and its heat scales.</summary>
internal sealed class FigureStyles
{
    private static readonly OptimizerStyle _guide = new(FigureTheme.Guide, LineDash.Dash, PointMark.Disc, 1.2f);
    private static readonly OptimizerStyle _neutral = new(FigureTheme.Neutral, LineDash.Solid, PointMark.Disc, 1.8f);

    private readonly IReadOnlyDictionary<string, OptimizerStyle> _styles;
    private readonly Dictionary<string, HeatScale> _heats;

    /// <summary>Finds the looks.</summary>
    /// <param name="model">The figure.</param>
    internal FigureStyles(FigureModel model)
    {
        SeriesModel[] all = [.. model.Panels.SelectMany(static panel => panel.Series)];
        _styles = OptimizerPalette.Styles(model.Optimizers.Concat(all.Select(static series => series.Key))
            .Where(static key => key.Length > 0));
        _heats = all.OfType<HeatSeries>().GroupBy(static heat => heat.Name, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => new HeatScale([.. group]), StringComparer.Ordinal);
    }

    /// <summary>The heat scales, one for each color bar.</summary>
    internal IReadOnlyCollection<HeatScale> Heats => _heats.Values;

    /// <summary>The look of a series.</summary>
    internal OptimizerStyle Of(SeriesModel series) => series is LineSeries { IsGuide: true } ? _guide : Of(series.Key);

    /// <summary>The look of a key; gray where there is none.</summary>
    internal OptimizerStyle Of(string key) => _styles.GetValueOrDefault(key, _neutral);

    /// <summary>The colors of a heat series.</summary>
    internal HeatScale Of(HeatSeries series) => _heats[series.Name];
}
