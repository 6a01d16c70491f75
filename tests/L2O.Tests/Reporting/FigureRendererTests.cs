using System.Globalization;
using System.Text;
using System.Xml.Linq;
using L2O.MetaTesting;
using L2O.Reporting.Figures;
using L2O.Reporting.Figures.Drawing;
using L2O.Reporting.Figures.Drawing.Ticks;
using L2O.Reporting.Figures.Models;
using L2O.Tables;
using SkiaSharp;
using Xunit;

namespace L2O.Tests.Reporting;

public sealed class FigureRendererTests
{
    private static readonly IReadOnlyDictionary<string, FigureModel> s_figures = FigureCatalog
        .Describe(Compared(), SampleComparison.Epochs(), new DynamicsTable(SampleDynamics.Full("mlp-relu-20", 2)))
        .ToDictionary(static figure => figure.Name);

    public static TheoryData<string> Names => [.. s_figures.Keys];

    public static TheoryData<string, string> NamesAndSizes
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (string name in s_figures.Keys)
            {
                rows.Add(name, nameof(FigureSize.Column));
                rows.Add(name, nameof(FigureSize.Page));
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Png_has_the_stated_pixels_and_resolution_and_shows_something(string name)
    {
        using var folder = new TemporaryFolder();
        var renderer = new FigureRenderer(s_figures[name]);

        renderer.SavePng(folder["figure.png"]);

        using SKBitmap picture = SKBitmap.Decode(folder["figure.png"]);
        Assert.Equal(renderer.Pixels, (picture.Width, picture.Height));
        Assert.Equal(renderer.Size == FigureSize.Column ? 945 : 2008, picture.Width); // 8 and 17 cm with 300 dots an inch
        byte[] bytes = File.ReadAllBytes(folder["figure.png"]);
        // 11811 pixels a metre, and its checksum
        Assert.Equal(Convert.FromHexString("00000009704859730000" + "2E2300002E2301" + "78A53F76"), bytes[33..54]);
        int white = picture.Pixels.Count(static pixel => pixel == SKColors.White);
        Assert.InRange(white, picture.Pixels.Length / 5, picture.Pixels.Length - 5000);
    }

    [Theory]
    [MemberData(nameof(NamesAndSizes))]
    public void Nothing_overlaps_and_nothing_leaves_the_figure(string name, string size)
    {
        FigureLayout layout = new FigureRenderer(s_figures[name], Enum.Parse<FigureSize>(size)).Layout;

        var figure = new SKRect(0, 0, layout.Width, layout.Height);
        Assert.All(layout.PanelAreas, area => Assert.True(figure.Contains(area), $"panel {area} of {figure}"));
        for (int i = 0; i < layout.PanelAreas.Length; i++)
            for (int j = i + 1; j < layout.PanelAreas.Length; j++)
                Assert.False(layout.PanelAreas[i].IntersectsWith(layout.PanelAreas[j]), $"panels {i} and {j}");
        Assert.All(layout.DataAreas, area => Assert.True(area is { Width: > 30, Height: > 25 }, $"data area {area}"));
        float lowest = layout.PanelAreas.Max(static area => area.Bottom);
        Assert.True(layout.LegendArea.Top >= lowest, $"legend at {layout.LegendArea.Top}, panels down to {lowest}");
        Assert.InRange(layout.LegendArea.Left, 0, layout.Width);
        Assert.InRange(layout.LegendArea.Right, 0, layout.Width);
        Assert.InRange(layout.CaptionTop, layout.LegendArea.Bottom, layout.Height);
    }

    [Fact]
    public void Svg_is_well_formed_has_its_size_on_paper_and_shows_dashes()
    {
        using var folder = new TemporaryFolder();
        new FigureRenderer(s_figures["loss-mlp-relu-20"]).SaveSvg(folder["figure.svg"]);

        XElement svg = XDocument.Load(folder["figure.svg"]).Root!;
        Assert.Equal(("svg", "302"), (svg.Name.LocalName, svg.Attribute("width")!.Value)); // 8 cm with 96 pixels an inch
        Assert.Equal($"0 0 302 {svg.Attribute("height")!.Value}", svg.Attribute("viewBox")!.Value);
        string[] adam = [.. svg.Descendants().Where(static element => element.Attribute("stroke")?.Value == "#0072B2")
            .Select(static element => element.Attribute("d")?.Value ?? "")];
        Assert.True(adam.Max(static path => path.Count(static c => c == 'M')) > 20, "Adam's line is one of dashes");
        Assert.Contains(svg.Descendants(), static element => element.Name.LocalName == "text"
            && element.Value.Contains("reaches", StringComparison.Ordinal));
    }

    [Fact]
    public void Pdf_is_one_small_page_of_the_stated_size_that_needs_no_font()
    {
        using var folder = new TemporaryFolder();
        var renderer = new FigureRenderer(s_figures["loss-mlp-relu-20"]);
        renderer.SavePdf(folder["figure.pdf"]);

        string pdf = Encoding.Latin1.GetString(File.ReadAllBytes(folder["figure.pdf"]));
        Assert.StartsWith("%PDF-1.", pdf, StringComparison.Ordinal);
        Assert.Contains("/Count 1", pdf, StringComparison.Ordinal);
        string[] box = pdf.Split("/MediaBox [")[1].Split(']')[0].Split(' ');
        Assert.Equal(renderer.Width, float.Parse(box[2], CultureInfo.InvariantCulture), 0.25); // whole 1/300 inch
        Assert.Equal(renderer.Height, float.Parse(box[3], CultureInfo.InvariantCulture), 0.25); // whole 1/300 inch
        Assert.Contains("/Title (L2O reaches", pdf, StringComparison.Ordinal);
        Assert.DoesNotContain("/Font", pdf, StringComparison.Ordinal);
        Assert.InRange(pdf.Length, 5_000, 400_000); // with fonts it would be at least 750_000
        Assert.DoesNotContain("/CreationDate", pdf, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_figures_have_equal_bytes_in_every_format()
    {
        using TemporaryFolder first = new(), second = new();
        foreach (string name in new[] { "loss-mlp-relu-20", "generalization", "spectrogram-cell-layer-1-l2o-mlp-relu-20" })
        {
            IReadOnlyList<string> files = new FigureRenderer(s_figures[name]).Save(first.Root),
                again = new FigureRenderer(s_figures[name]).Save(second.Root);
            Assert.Equal([$"{name}.png", $"{name}.svg", $"{name}.pdf"], files.Select(Path.GetFileName));
            Assert.All(files.Zip(again), static pair => Assert.Equal(File.ReadAllBytes(pair.First), File.ReadAllBytes(pair.Second)));
        }
    }

    [Theory]
    [InlineData("one optimizer, one run")]
    [InlineData("diverged at once")]
    [InlineData("no number at all")]
    [InlineData("zeros")]
    public void Every_figure_draws_poor_results(string kind)
    {
        using var folder = new TemporaryFolder();
        LossCurve[] curves = kind == "diverged at once"
            ? [SampleComparison.Diverging("net", "adam", 0, 1), SampleComparison.Diverging("net", "l2o", 0, 1)]
            : [SampleComparison.Falling("net", "l2o", 0, 1, 5, 0.2), SampleComparison.Falling("net", "rescale-1", 0, 1, 5, 0.2),
                SampleComparison.Falling("net", "rescale-2", 0, 1, 5, 0.2)];
        var rows = SampleDynamics.Full("net", 1, "l2o").Select(row => row with
        {
            Measurement = row.Measurement with
            {
                Value = kind switch
                {
                    "no number at all" => double.NaN,
                    "zeros" => 0,
                    _ => row.Measurement.Value
                },
                Low = double.NaN,
                High = double.NaN
            },
        }).ToList();

        IReadOnlyList<FigureModel> figures = FigureCatalog.Describe(
            new Comparison("digits", 1, curves, [new LearningRateTrial("net", "adam", 0.1, [double.NaN], false)]),
                [new(1, double.NaN, double.NaN, false)], new DynamicsTable(rows));

        Assert.True(figures.Count >= (kind == "no number at all" ? 6 : 9), string.Join(", ", figures.Select(static figure => figure.Name)));
        foreach (FigureModel figure in figures)
        {
            new FigureRenderer(figure).SavePng(folder["figure.png"]);
            new FigureRenderer(figure, FigureSize.Column).SaveSvg(folder["figure.svg"]);
            Assert.DoesNotContain("NaN", figure.Title, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_figure_without_panels_is_refused() =>
        Assert.Contains("figure 'x' has 0 panels",
            Assert.Throws<ArgumentException>(static () => new FigureRenderer(new FigureModel("x", "t", "c", []))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void An_inset_covers_no_line()
    {
        foreach (double[] values in new double[][] { [4, 3, 2, 1], [1, 2, 3, 4], [1, 4, 1, 4], [4, 4, 4, 4.1], [1, 4, 4, 1] })
        {
            var panel = new PanelModel("", new AxisModel("x"), new AxisModel("y"),
                [new LineSeries("a", "l2o", [0, 1, 2, 3], [.. values])])
            { Inset = new InsetModel(0, 1, 1, 4) };
            AxisScale x = new(panel.Horizontal, [0, 3], 0.03), y = new(panel.Vertical, values, 0.06);
            SKRect place = InsetPlacement.Find(panel, x, y);
            for (double at = 0; at <= 3; at += 0.01)
            {
                int left = Math.Min((int)at, 2);
                double value = values[left] + ((at - left) * (values[left + 1] - values[left]));
                Assert.False(place.Contains((float)((at - x.Low) / (x.High - x.Low)), (float)(1 - ((value - y.Low) / (y.High - y.Low)))),
                    $"{value} at {at}");
            }
        }
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

    /// <summary>The made-up comparison, with mixtures and regularized optimizers on one of its networks.</summary>
    private static Comparison Compared()
    {
        Comparison full = SampleComparison.Full();
        string[] more = ["rescale-0.1", "rescale-1", "lion-sgd-0", "lion-sgd-1"];
        return full with
        {
            Curves = [.. full.Curves,
            .. more.Select(static (name, i) => SampleComparison.Falling("mlp-relu-20", name, 0, 200, 20 + (10 * i), 0.3))]
        };
    }
}
