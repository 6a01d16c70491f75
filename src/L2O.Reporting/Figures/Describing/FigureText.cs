using System.Globalization;
using System.Text;
using L2O.Files;
using L2O.Reporting.Tables;
using L2O.Tables;

namespace L2O.Reporting.Figures.Describing;

/// <summary>Words and numbers of titles and captions, the same in all figures.</summary>
internal static class FigureText
{
    private const double LargestFactor = 1000;
    private const int LongestSlug = 64; // two of them and what a figure adds are a file name

    /// <summary>A part of a figure's name: lower-case letters, digits and single hyphens, 64 at most, whatever it is of.</summary>
    internal static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (char character in text.ToLowerInvariant())
            if (char.IsAsciiLetterOrDigit(character))
                slug.Append(character);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        string name = slug.ToString().TrimEnd('-');
        return name.Length > 0 ? ShortName.Of(name, LongestSlug) : "network";
    }

    /// <summary>A number with three significant digits, e.g. <c>0.0123</c>.</summary>
    internal static string Number(double value)
    {
        if (!double.IsFinite(value))
            return "-";
        double rounded = double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return rounded == 0 ? "0" : (rounded < 0 ? "-" : "") + NumberText.Plain(Math.Abs(rounded));
    }

    /// <summary>A factor of at least 1; large ones are only called large.</summary>
    internal static string Factor(double value) => value > LargestFactor ? "more than 1000" : NumberText.Factor(value);

    /// <summary>A correlation with its sign, e.g. <c>+0.62</c>.</summary>
    internal static string Correlation(double value) => double.IsNaN(value)
        ? "-" : value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    /// <summary>A count and its noun.</summary>
    internal static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    /// <summary>On how many networks, e.g. <c>2 of 3 networks</c>, <c>all 3 networks</c>, <c>both networks</c>.</summary>
    internal static string Share(int count, int all) => count < all || all < 2
        ? $"{count} of {Count(all, "network")}" : all == 2 ? "both networks" : $"all {all} networks";

    /// <summary>What lines and bands of measured dynamics are.</summary>
    internal static string Bands(IReadOnlyList<MeasureBand> bands, bool areIntervals = false)
    {
        int runs = bands.Max(static band => band.Runs);
        string lines = (runs == 1 ? "Lines: one run" : $"Lines: mean of {runs} runs")
            + (bands.Any(static band => band.IsSmoothed) ? $", moving average over {LossCurveFigure.DefaultSmoothing} iterations" : "");
        return !bands.Any(static band => band.HasBand) ? $"{lines}."
            : areIntervals ? $"{lines}; bands: 95 % intervals{(runs > 1 ? " of all runs together" : "")}."
            : $"{lines}; bands: smallest to largest.";
    }

    /// <summary>Names in a sentence: <c>a</c>, <c>a and b</c>, <c>a, b and c</c>.</summary>
    internal static string List(IReadOnlyList<string> names) =>
        names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
}
