using L2O.Reporting.Figures.Models;

namespace L2O.Reporting.Figures.Describing;

/// <summary>Axes of positive quantities that differ by orders of magnitude.</summary>
internal static class LogAxis
{
    private const double Decades = 6;
    private const double LeastRatio = 20;

    /// <summary>
    /// Logarithmic where the greatest value is at least 20 times the least positive one, else linear. No more than six decades are
    /// shown: what only rounding keeps from zero lies on the lower edge, or it would take all the room.
    /// </summary>
    /// <param name="label">The quantity, with its unit.</param>
    /// <param name="values">Of lines or points; they decide.</param>
    /// <param name="highs">Upper ends of bands, which have to fit too.</param>
    internal static AxisModel For(string label, IEnumerable<double> values, IEnumerable<double>? highs = null)
    {
        double[] all = [.. values.Where(double.IsFinite)];
        double[] positive = [.. all.Where(static value => value > 0)];
        if (positive.Length == 0 || all.Any(static value => value < 0) || positive.Max() < LeastRatio * positive.Min())
            return new AxisModel(label);
        double floor = positive.Max() * Math.Pow(10, -Decades);
        return new AxisModel(label, IsLogarithmic: true)
        {
            Low = Math.Max(positive.Min() / 1.2, floor),
            High = (highs ?? []).Where(double.IsFinite).Append(positive.Max()).Max() * 1.2
        };
    }

    /// <summary>What a caption has to add: nothing, or what lies on the lower edge.</summary>
    internal static string Note(IEnumerable<PanelModel> panels) =>
        panels.Any(static panel => panel.Vertical is { IsLogarithmic: true, Low: { } low }
        && panel.Series.OfType<LineSeries>().Any(line => line.Y.Any(value => value < low))) ? " Smaller values lie on the lower edge." : "";
}
