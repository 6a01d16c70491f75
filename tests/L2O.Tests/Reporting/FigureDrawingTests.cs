using L2O.Reporting.Figures.Drawing;
using L2O.Reporting.Figures.Drawing.Ticks;
using L2O.Reporting.Figures.Models;
using SkiaSharp;
using Xunit;

namespace L2O.Tests.Reporting;

public sealed class FigureDrawingTests
{
    [Theory]
    [InlineData(0.18, 2.6, 7, "0.2 0.5 1 2")]
    [InlineData(6e-5, 5, 7, "1e-4 1e-3 0.01 0.1 1")]
    [InlineData(1e-9, 1e3, 5, "1e-9 1e-6 1e-3 1 1e3")]
    [InlineData(0.41, 0.47, 7, "0.42 0.44 0.46")]
    [InlineData(0.3, 1.1, 9, "0.3 0.4 0.5 0.6 0.8 1")]
    public void Logarithmic_ticks_are_plain_and_within_the_range(double low, double high, int atMost, string expected)
    {
        ScottPlot.Tick[] ticks = LogTicks.Between(low, high, atMost);
        Assert.Equal(expected.Split(' '), ticks.Where(static tick => tick.IsMajor).Select(static tick => tick.Label));
        Assert.All(ticks, tick => Assert.InRange(tick.Position, Math.Log10(low) - 1e-3, Math.Log10(high) + 1e-3));
    }

    [Theory]
    [InlineData(0, 200, 5, false, "0 50 100 150 200")]
    [InlineData(-0.06, 0.11, 5, false, "-0.05 0 0.05 0.1")]
    [InlineData(0.5, 3.5, 9, true, "1 2 3")]
    [InlineData(0, 0.0005, 4, false, "0 2e-4 4e-4")]
    public void Linear_ticks_are_round(double low, double high, int atMost, bool whole, string expected) =>
        Assert.Equal(expected.Split(' '), LinearTicks.Between(low, high, atMost, whole).Select(static tick => tick.Label));

    [Theory]
    [InlineData("a b c d e f g h i j k l m n o p q r s t u v w x y z")]
    [InlineData("mlp-sigmoid-100-100-batchnorm on mlp-sigmoid-100-100-batchnorm")]
    [InlineData("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung")]
    public void Text_fits_its_width_and_loses_nothing(string text)
    {
        var block = new TextBlock(text, 7, bold: false, 60);
        Assert.InRange(block.Width, 1, 60);
        Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), string.Concat(block.Lines)
            .Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Dashes_and_gaps_follow_the_line_around_its_corners()
    {
        using SKPath path = DashedLine.Of([new(0, 0), new(3, 0), new(3, 10)], [4, 2]);
        SKPoint[] points = path.Points;
        // a dash of 4 around the corner, a gap of 2, a dash of 4, a gap of 2, the rest
        Assert.Equal([new(0, 0), new(3, 0), new(3, 1), new(3, 3), new(3, 7), new(3, 9), new(3, 10)], points);
    }

    [Fact]
    public void A_logarithmic_axis_puts_what_it_cannot_show_on_its_lower_edge()
    {
        var axis = new AxisScale(new AxisModel("", IsLogarithmic: true) { Low = 0.01, High = 10 }, [], 0);
        Assert.Equal((-2, 1), (axis.Low, axis.High));
        Assert.Equal(0, axis.At(1));
        Assert.Equal(-2, axis.At(0));
        Assert.Equal(-2, axis.At(1e-9));
        Assert.True(double.IsNaN(axis.At(double.NaN)));
    }

    [Fact]
    public void Heat_colors_meet_white_in_the_middle_and_grow_darker_in_one_direction()
    {
        var ratio = new HeatScale([new HeatSeries("r", [0], [0], [1]) { IsLogarithmic = true, Middle = 1, Low = 0.5, High = 2 }]);
        Assert.Equal("#F7F7F7", ratio.Of(1).ToHex());
        Assert.Equal("#0072B2", ratio.Of(0.1).ToHex());
        Assert.Equal("#D55E00", ratio.Of(double.PositiveInfinity).ToHex());
        var power = new HeatScale([new HeatSeries("p", [0, 1], [0], [0, 10])]);
        double[] light = [.. Enumerable.Range(0, 11).Select(i => power.Of(i))
            .Select(static color => (0.2126 * color.R) + (0.7152 * color.G) + (0.0722 * color.B))];
        Assert.Equal(light.OrderDescending(), light);
    }
}
