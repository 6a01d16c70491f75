using L2O.Kernels.Functions;
using L2O.Kernels.Lanes;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Kernels;

public sealed class ElementwiseTests
{
    [Fact]
    public void Vectors_of_any_length_are_mapped_in_place_and_nothing_behind_them_is_touched()
    {
        foreach (LaneWidth width in LaneWidths.Accelerated)
        {
            for (int length = 0; length < 40; length++)
            {
                float[] values = [.. Enumerable.Range(-20, 41).Select(i => (float)i)];
                Elementwise.Map(width, new ElementaryFunctions<float>.ScaledSign(0.5f), values.AsSpan(0, length), values.AsSpan(0, length));
                for (int i = 0; i < values.Length; i++)
                    Assert.Equal(i < length ? 0.5f * Math.Sign(i - 20) : i - 20, values[i]);
            }
        }
    }

    [Fact]
    public void The_sign_of_NaN_is_NaN() // a diverged run must not look like a healthy one
    {
        float[] result = new float[1];
        Elementwise.Map(LaneDispatch.Widest, new ElementaryFunctions<float>.ScaledSign(0.5f), [float.NaN], result);
        Assert.True(float.IsNaN(result[0]));
    }

    [Fact]
    public void Different_lengths_are_refused() =>
        Assert.Throws<ArgumentException>(() =>
            Elementwise.Map(LaneWidth.Scalar, default(ElementaryFunctions<float>.Exp), new float[3], new float[4]));
}
