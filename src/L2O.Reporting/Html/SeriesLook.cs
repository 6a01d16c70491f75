using System.Globalization;
using L2O.Reporting.Styles;

namespace L2O.Reporting.Html;

/// <summary>How a series looks in an interactive chart.</summary>
/// <param name="Color"><c>#RRGGBB</c> on a light page, as in the pictures.</param>
/// <param name="Dark">The same hue on a dark page.</param>
/// <param name="Dash">How its line is broken, as SVG says it: lengths of dashes and gaps; empty for not at all.</param>
/// <param name="Width">Width of its line in pixels.</param>
internal sealed record SeriesLook(string Color, string Dark, string Dash, float Width)
{
    /// <summary>Of series that are no optimizer's.</summary>
    internal static SeriesLook Neutral { get; } = new("#5A6068", "#A4ABB3", "", 1.8f);

    /// <summary>Of guides, e.g. a threshold.</summary>
    internal static SeriesLook Guide { get; } = Neutral with { Dash = "6 4", Width = 1.3f };

    /// <summary>The look of each key of a report, so that an optimizer looks the same in all of its figures.</summary>
    /// <param name="keys">All keys; the empty one looks neutral.</param>
    internal static IReadOnlyDictionary<string, SeriesLook> Of(IEnumerable<string> keys)
    {
        var looks = new Dictionary<string, SeriesLook>(StringComparer.Ordinal) { [""] = Neutral };
        foreach ((string name, OptimizerStyle style) in OptimizerPalette.Styles(keys.Where(static key => key.Length > 0)))
            looks.Add(name, new SeriesLook(style.Color, Lighter(style.Color), Dashes(style.Dash), style.Width));
        return looks;
    }

    private static string Dashes(LineDash dash) => dash switch
    {
        LineDash.Dash => "8 5",
        LineDash.Dot => "2 3",
        LineDash.DashDot => "8 4 2 4",
        LineDash.LongDash => "12 4",
        LineDash.LongDashDot => "11 3 2 3",
        _ => "",
    };

    /// <summary>A third of the way to white: the blue would drown on a dark page otherwise.</summary>
    private static string Lighter(string color) => string.Concat("#", Channel(color, 1), Channel(color, 3), Channel(color, 5));

    private static string Channel(string color, int at) =>
        ((int)((int.Parse(color.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) * 0.67) + 84))
            .ToString("X2", CultureInfo.InvariantCulture);
}
