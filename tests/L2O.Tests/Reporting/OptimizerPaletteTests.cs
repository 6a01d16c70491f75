using L2O.Reporting.Styles;
using Xunit;

namespace L2O.Tests.Reporting;

public sealed class OptimizerPaletteTests
{
    [Fact]
    public void Optimizers_differ_in_color_and_in_grayscale()
    {
        OptimizerStyle[] styles = [.. OptimizerPalette.Styles(["l2o", "adam", "sgd", "lion"]).Values];
        Assert.Equal(4, styles.Select(static style => style.Color).Distinct().Count());
        Assert.Equal(4, styles.Select(static style => style.Dash).Distinct().Count());
        Assert.Equal(4, styles.Select(static style => style.Mark).Distinct().Count());
    }

    [Fact]
    public void A_family_goes_from_light_to_dark_by_its_number()
    {
        IReadOnlyDictionary<string,
            OptimizerStyle> styles = OptimizerPalette.Styles(["rescale-10", "rescale-0.5", "rescale--0.01", "rescale-2", "adam"]);
        double[] light = [.. new[] { "rescale--0.01", "rescale-0.5", "rescale-2", "rescale-10" }.Select(name => Light(styles[name].Color))];
        Assert.Equal(light.OrderDescending(), light);
        Assert.True(light[0] - light[^1] > 100, "the ends are far apart");
    }

    [Theory]
    [InlineData("rescale-0.1", "rescale", 0.1)]
    [InlineData("rescale--0.01", "rescale", -0.01)]
    [InlineData("lion-sgd-1", "lion-sgd", 1.0)]
    public void A_family_is_what_stands_before_the_number(string name, string family, double value) =>
        Assert.Equal(new OptimizerFamily(name, family, value), OptimizerFamily.Of(name));

    [Theory]
    [InlineData("adam")]
    [InlineData("adam@0.01")]
    [InlineData("0.5*lion@0.005+0.5*sgd@0.1")]
    [InlineData("-1")]
    public void Other_names_are_of_no_family(string name) => Assert.Null(OptimizerFamily.Of(name));

    private static double Light(string color) => (0.2126 * Part(color, 1)) + (0.7152 * Part(color, 3)) + (0.0722 * Part(color, 5));

    private static int Part(string color, int start) => Convert.ToInt32(color.Substring(start, 2), 16);
}
