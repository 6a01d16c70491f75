using L2O.Kernels.Functions;
using Xunit;

namespace L2O.Tests.Kernels;

public sealed class PixelConversionTests
{
    // Lengths around the widths of the registers: the wide loop, its remainder, and both.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(64)]
    [InlineData(256)]
    [InlineData(300)]
    public void Every_level_is_divided_by_255_exactly(int count)
    {
        byte[] pixels = [.. Enumerable.Range(0, count).Select(static i => (byte)(i * 37))]; // 37 is odd: all 256 levels occur
        float[] single = new float[count];
        double[] wide = new double[count];
        PixelConversion.Scale<float>(pixels, single);
        PixelConversion.Scale<double>(pixels, wide);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(pixels[i] / 255f, single[i]);
            Assert.Equal(pixels[i] / 255.0, wide[i]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    public void Standardized_values_have_the_bits_of_the_plain_formula(int count)
    {
        float[] values = [.. Enumerable.Range(0, count).Select(static i => i / 41f)];
        float[] expected = [.. values.Select(static value => (value - 0.1307f) / 0.3081f)];
        PixelConversion.Standardize(values.AsSpan(), 0.1307f, 0.3081f);
        Assert.Equal(expected, values);
    }
}
