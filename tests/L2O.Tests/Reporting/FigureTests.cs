using System.Xml.Linq;
using L2O.MetaTesting;
using L2O.Reporting.Figures;
using SkiaSharp;
using Xunit;

namespace L2O.Tests.Reporting;

public sealed class FigureTests
{
    public static TheoryData<string> Names => ["loss", "one optimizee", "diverged at once", "learning rates", "meta-training", "generalization"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Png_has_the_stated_size_and_shows_the_curves_colour(string name)
    {
        using var folder = new TemporaryFolder();
        FigurePage figure = Draw(name);

        figure.SavePng(folder["figure.png"]);

        using SKBitmap picture = SKBitmap.Decode(folder["figure.png"]);
        Assert.Equal((2400, figure.Height * FigurePage.PngScale), (picture.Width, picture.Height));
        SKColor color = SKColor.Parse(name == "learning rates" ? "#0072B2" : "#D55E00");
        int curve = 0;
        int white = 0;
        foreach (SKColor pixel in picture.Pixels)
        {
            curve += pixel == color ? 1 : 0;
            white += pixel == SKColors.White ? 1 : 0;
        }
        Assert.InRange(curve, 200, picture.Pixels.Length / (name == "generalization" ? 2 : 20));
        Assert.InRange(white, picture.Pixels.Length / (name == "generalization" ? 4 : 2), picture.Pixels.Length - 5000);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Svg_is_well_formed_and_has_the_stated_size(string name)
    {
        using var folder = new TemporaryFolder();
        FigurePage figure = Draw(name);

        figure.SaveSvg(folder["figure.svg"]);

        XElement svg = XDocument.Load(folder["figure.svg"]).Root!;
        Assert.Equal(("svg", "1200", $"{figure.Height}"), (svg.Name.LocalName, svg.Attribute("width")!.Value, svg.Attribute("height")!.Value));
        Assert.True(svg.Descendants().Count(static element => element.Name.LocalName == "path") >= 3);
    }

    [Fact]
    public void Loss_axis_has_plain_labels_within_its_range()
    {
        ScottPlot.Tick[] ticks = LogTicks.Between(0.18, 2.6);
        Assert.Equal(["0.2", "0.5", "1", "2"], ticks.Where(static tick => tick.IsMajor).Select(static tick => tick.Label));
        Assert.All(ticks, static tick => Assert.InRange(tick.Position, Math.Log10(0.18), Math.Log10(2.6)));
        Assert.Equal(6, ticks.Count(static tick => !tick.IsMajor));
        Assert.Equal(["0.0001", "0.001", "0.01", "0.1", "1"], LogTicks.Between(6e-5, 5).Where(static tick => tick.IsMajor).Select(static tick => tick.Label));
    }

    [Fact]
    public void An_unknown_optimizee_is_refused_with_those_that_are_there()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => LossCurveFigure.Draw(SampleComparison.Full(10), "mlp"));
        Assert.Contains("no curves of optimizee 'mlp'; the results have mlp-relu-20, mlp-sigmoid-100-100, mlp-sigmoid-20", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_without_fonts_is_told_which_package_to_install()
    {
        Assert.Equal("", FigureFont.Choose([]));
        Assert.Contains("fonts-dejavu-core", FigureFont.Warn(""), StringComparison.Ordinal);
        Assert.Null(FigureFont.Warn("DejaVu Sans"));
        Assert.Equal("Liberation Sans", FigureFont.Choose(["Zapf", "Liberation Sans", "Arial"]));
        Assert.Equal("Zapf", FigureFont.Choose(["Zapf", "Other"]));
    }

    private static FigurePage Draw(string name) => name switch
    {
        "loss" => LossCurveFigure.Draw(SampleComparison.Full()),
        "one optimizee" => LossCurveFigure.Draw(SampleComparison.Full(), "mlp-sigmoid-100-100"),
        "diverged at once" => LossCurveFigure.Draw(new Comparison(
            "digits", 20, [SampleComparison.Diverging("net", "adam", 0, 1), SampleComparison.Falling("net", "l2o", 0, 20, 5, 0.2)], [])),
        "generalization" => GeneralizationFigure.Draw(L2O.Reporting.Tables.GeneralizationTable.From(SampleComparison.Full(10))!),
        "learning rates" => LearningRateFigure.Draw(SampleComparison.Full(10).Searches),
        _ => MetaTrainingFigure.Draw(SampleComparison.Epochs()),
    };
}
