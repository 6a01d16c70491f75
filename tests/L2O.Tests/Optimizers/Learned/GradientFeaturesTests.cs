using L2O.Optimizers.Learned.Lstm;
using Xunit;

namespace L2O.Tests.Optimizers.Learned;

public sealed class GradientFeaturesTests
{
    [Theory]
    [InlineData(1, 9.99999995e-10, 1.0)] // ln(1 + 1e-8) / 10
    [InlineData(-1, 9.99999995e-10, -1.0)]
    [InlineData(2.718281828459045, 0.10000000036787944, 1.0)]
    [InlineData(-1e-4, -0.9210240376975849, -1.0)]
    [InlineData(1e-5, -1, 0.22026465794806718)] // below e^-10: e^10 · 1e-5
    [InlineData(-1e-30, -1, -2.2026465794806718e-26)]
    [InlineData(0, -1, 0.0)]
    [InlineData(1e30, 6.907755278982137, 1.0)]
    public void Features_have_their_known_values(double gradient, double first, double second)
    {
        double[] features = new double[2];
        GradientFeatures.Compute<double>([gradient], 10, features);
        Assert.Equal(first, features[0], 1e-14);
        Assert.Equal(second, features[1], Math.Abs(second) * 1e-14);
    }

    [Fact]
    public void A_gradient_that_is_no_number_shows_in_the_first_feature()
    {
        float[] features = new float[4];
        GradientFeatures.Compute<float>([float.NaN, 1], 10, features);
        Assert.True(float.IsNaN(features[0]));
        Assert.Equal(0, features[1], 1e-7f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(100)]
    public void Any_number_of_coordinates_gives_all_first_features_and_then_all_second_ones(int n)
    {
        float[] gradient = new float[n], features = new float[2 * n];
        for (int i = 0; i < n; i++)
            gradient[i] = (i % 2 == 0 ? 1 : -1) * MathF.Pow(10, i % 9 - 7);
        GradientFeatures.Compute<float>(gradient, 10, features);
        for (int i = 0; i < n; i++)
        {
            bool large = Math.Abs(gradient[i]) >= Math.Exp(-10);
            Assert.Equal(large ? Math.Log(Math.Abs(gradient[i]) + 1e-8) / 10 : -1, features[i], 1e-6);
            Assert.Equal(large ? Math.Sign(gradient[i]) : Math.Exp(10) * gradient[i], features[n + i], 1e-6);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_its_value()
    {
        Assert.Contains("factor is 0; expected above 0 and at most 80",
            Assert.Throws<ArgumentOutOfRangeException>(static () =>
            GradientFeatures.Compute<float>(new float[3], 0, new float[6])).Message, StringComparison.Ordinal);
        Assert.Contains("features has 5 values; expected 6",
            Assert.Throws<ArgumentException>(static () => GradientFeatures.Compute<float>(new float[3], 10, new float[5])).Message,
            StringComparison.Ordinal);
    }
}
