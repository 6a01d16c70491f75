using System.Numerics;
using L2O.Kernels.Lanes;
using L2O.Numerics;
using L2O.Optimizees.Activations;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Kernels;

public sealed class GatedActivationFunctionTests
{
    /// <summary>
    /// Argument, value, first and second derivative, computed with 40 digits: PyTorch's nn.GELU() and nn.SiLU(), but for tails that it
    /// loses.
    /// </summary>
    public static TheoryData<ActivationKind, double, double, double, double> Known => new()
    {
        { ActivationKind.Gelu, -37, -2.1184613523340934e-298, -7.8382986694185162e-297, -2.8980489559341359e-295 },
        { ActivationKind.Gelu, -12, -2.1317785344932148e-32, -2.5578956616748956e-31, -3.0478649046415457e-30 },
        { ActivationKind.Gelu, -8.5, -8.0576045988728206e-17, -6.8465049386970843e-16, -5.7367805312478589e-15 },
        { ActivationKind.Gelu, -5, -1.4332578593959696e-6, -7.1469460017922946e-6, -3.4194548838888847e-5 },
        { ActivationKind.Gelu, -3, -0.0040496940948902836, -0.011945647204183927, -0.03102293888356605 },
        { ActivationKind.Gelu, -1, -0.15865525393145705, -0.083315470587686298, 0.24197072451914335 },
        { ActivationKind.Gelu, -0.5, -0.15426876936299345, 0.13250487534383716, 0.61611432183752409 },
        { ActivationKind.Gelu, -1e-10, -4.9999999996010579e-11, 0.49999999992021154, 0.79788456080286536 },
        { ActivationKind.Gelu, 0, 0.0, 0.5, 0.79788456080286536 },
        { ActivationKind.Gelu, 0.25, 0.14967658142073093, 0.69537335488363603, 0.74916947630552034 },
        { ActivationKind.Gelu, 1, 0.84134474606854295, 1.0833154705876863, 0.24197072451914335 },
        { ActivationKind.Gelu, 2, 1.9544997361036416, 1.0852318010781969, -0.1079819330263761 },
        { ActivationKind.Gelu, 3, 2.9959503059051097, 1.0119456472041839, -0.03102293888356605 },
        { ActivationKind.Gelu, 4, 3.9998733150326675, 1.0005036496612264, -0.0018736231607083949 },
        { ActivationKind.Gelu, 9, 9.0, 1.0, -8.1210211216184427e-17 },
        { ActivationKind.Silu, -600, -1.5902379318025865e-258, -1.5875875352495822e-258, -1.5849371386965779e-258 },
        { ActivationKind.Silu, -40, -1.6993417021166356e-16, -1.6568581595637197e-16, -1.6143746170108038e-16 },
        { ActivationKind.Silu, -12, -7.3730095226576614e-5, -6.7585467613783386e-5, -6.1440462497741485e-5 },
        { ActivationKind.Silu, -5, -0.033464254621424278, -0.026547432429665919, -0.019499225490032505 },
        { ActivationKind.Silu, -3, -0.14227761953270034, -0.088104106015169617, -0.032321404521006171 },
        { ActivationKind.Silu, -1, -0.26894142136999512, 0.072329488128513268, 0.3023661188100153 },
        { ActivationKind.Silu, -0.5, -0.18877033439907272, 0.26003881269734819, 0.44122902697702861 },
        { ActivationKind.Silu, -1e-10, -4.9999999997500002e-11, 0.49999999995, 0.5 },
        { ActivationKind.Silu, 0, 0.0, 0.5, 0.5 },
        { ActivationKind.Silu, 0.25, 0.14054412522144953, 0.62371002157019769, 0.484616287468517 },
        { ActivationKind.Silu, 1, 0.73105857863000488, 0.92767051187148673, 0.3023661188100153 },
        { ActivationKind.Silu, 2, 1.7615941559557649, 1.0907842487848955, 0.05006216869470691 },
        { ActivationKind.Silu, 3, 2.8577223804672997, 1.0881041060151696, -0.032321404521006171 },
        { ActivationKind.Silu, 8, 7.9973171989562682, 1.0023465512355853, -0.0020096272725928379 },
        { ActivationKind.Silu, 40, 40.0, 1.0000000000000002, -1.6143746170108038e-16 },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Double_precision_has_the_known_values_in_the_tails_too(
        ActivationKind kind, double x, double value, double slope, double curvature)
    {
        const double bound = 4e-15; // some ulp; twice that of the exponential of a large argument
        foreach (LaneWidth width in LaneWidths.Accelerated)
        {
            (double y, double first, double second) = Apply(kind, width, [x])[0];
            Assert.InRange(Math.Abs(y - value), 0, bound * Math.Abs(value));
            Assert.InRange(Math.Abs(first - slope), 0, bound * Math.Abs(slope));
            Assert.InRange(Math.Abs(second - curvature), 0, bound * Math.Abs(curvature));
        }
    }

    [Theory]
    [InlineData(ActivationKind.Gelu, -12.5)] // below, values are subnormal
    [InlineData(ActivationKind.Silu, -80)]
    public void Single_precision_stays_within_a_few_ulp_of_double_precision(ActivationKind kind, double low)
    {
        var rng = new Rng(3);
        float[] x = [.. Enumerable.Range(0, 4096).Select(i => (float)(i % 2 == 0 ? rng.NextUniform(low, 15) : rng.NextUniform(-2, 2)))];
        (double Value, double Slope, double Curvature)[] expected = Apply(kind, LaneDispatch.Widest, [.. x.Select(static v => (double)v)]);
        (float Value, float Slope, float Curvature)[] found = Apply(kind, LaneDispatch.Widest, x);
        const double ulp = 1.2e-7;
        for (int i = 0; i < x.Length; i++)
        {
            Assert.InRange(Math.Abs(found[i].Value - expected[i].Value), 0, 4 * ulp * Math.Abs(expected[i].Value));
            // The derivatives have zeros, near which their summands (up to 1 in the middle, and x times the value in the tail) cancel.
            double scale = Math.Abs(expected[i].Value) * (1 + Math.Abs(x[i])) + Math.Min(1, Math.Exp(x[i] * x[i] / -2));
            Assert.InRange(Math.Abs(found[i].Slope - expected[i].Slope), 0, 8 * ulp * scale);
            Assert.InRange(Math.Abs(found[i].Curvature - expected[i].Curvature), 0, 8 * ulp * scale * (1 + Math.Abs(x[i])));
        }
    }

    [Theory]
    [InlineData(ActivationKind.Gelu)]
    [InlineData(ActivationKind.Silu)]
    public void Every_width_gives_the_same_bits_and_keeps_NaN(ActivationKind kind)
    {
        var rng = new Rng(5);
        float[] x = [.. Enumerable.Range(0, 2000).Select(i => (float)rng.NextUniform(-1, 1) * (i % 2 == 0 ? 100 : 4))];
        int[] expected = Bits(Apply(kind, LaneWidth.Scalar, x));
        foreach (LaneWidth width in LaneWidths.Accelerated)
        {
            Assert.Equal(expected, Bits(Apply(kind, width, x)));
            (float value, float slope, float curvature) = Apply(kind, width, [float.NaN])[0];
            Assert.True(float.IsNaN(value) && float.IsNaN(slope) && float.IsNaN(curvature));
        }
    }

    [Theory]
    [InlineData(ActivationKind.Gelu)]
    [InlineData(ActivationKind.Silu)]
    public void Far_out_they_are_zero_and_the_identity(ActivationKind kind)
    {
        Assert.Equal([(0f, 0f, 0f), (1e30f, 1f, 0f)], Apply(kind, LaneWidth.Scalar, (float[])[-1e30f, 1e30f]));
        Assert.Equal([(0.0, 0.0, 0.0), (1e300, 1.0, 0.0)], Apply(kind, LaneWidth.Scalar, (double[])[-1e300, 1e300]));
    }

    private static int[] Bits((float Value, float Slope, float Curvature)[] results) =>
        [.. results.SelectMany(static r => new[] { r.Value, r.Slope, r.Curvature }).Select(BitConverter.SingleToInt32Bits)];

    private static (T Value, T Slope, T Curvature)[] Apply<T>(ActivationKind kind, LaneWidth width, T[] x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] value = new T[x.Length], slope = new T[x.Length], curvature = new T[x.Length], ones = [.. Enumerable.Repeat(T.One, x.Length)];
        ActivationMap.Forward<T>(kind, width, x, value);
        ActivationMap.Backward<T>(kind, width, x, ones, slope);
        ActivationMap.Curvature<T>(kind, width, x, ones, curvature);
        return [.. Enumerable.Range(0, x.Length).Select(i => (value[i], slope[i], curvature[i]))];
    }
}
