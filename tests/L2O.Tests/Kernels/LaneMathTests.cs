using System.Numerics;
using L2O.Kernels.Functions;
using L2O.Kernels.Lanes;
using L2O.Numerics;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Kernels;

public sealed class LaneMathTests
{
    /// <summary>Name, lowest and highest argument, bound in ulp (float) and bound as relative error (double).</summary>
    public static TheoryData<string, double, double, double, double> Functions => new()
    {
        { "exp", -87, 88, 2, 4e-16 },
        { "expm1", -20, 20, 3, 6e-16 },
        { "log", 1e-37, 1e37, 2, 4e-16 },
        { "log", 0.5, 2, 2, 4e-16 },
        { "sigmoid", -80, 80, 3, 7e-16 },
        { "tanh", -12, 12, 4, 9e-16 },
        { "tanh", -0.01, 0.01, 4, 9e-16 },
        { "softplus", -80, 80, 3, 8e-16 },
        { "softplus", -2, 2, 3, 8e-16 },
    };

    [Fact]
    public void Adjoints_below_2_to_the_minus_100_become_zero_and_all_others_stay()
    {
        float edge = MathF.ScaleB(1, -100);
        float[] x = [0, edge, -edge, MathF.BitDecrement(edge), -MathF.BitDecrement(edge), float.Epsilon, 1, -1, float.NaN,
            float.NegativeInfinity];
        float[] expected = [0, edge, -edge, 0, 0, 0, 1, -1, float.NaN, float.NegativeInfinity], y = new float[x.Length];
        foreach (LaneWidth width in LaneWidths.Accelerated)
        {
            Elementwise.Map(width, default(Flush), x, y);
            Assert.Equal(expected, y);
        }
    }

    // Lion takes the sign of a network's gradient, however small it is (docs/decisions/0015).
    [Fact]
    public void Derivatives_of_a_network_are_not_set_to_zero()
    {
        float[] output = [1e-38f], dOutput = [1e-3f], dInput = new float[1];
        foreach (LaneWidth width in LaneWidths.Accelerated)
        {
            Elementwise.Map(width, default(ActivationFunctions<float>.SigmoidBackward), output, dOutput, dInput);
            Assert.Equal(1e-41f, dInput[0], 1e-44f);
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Single_precision_stays_within_a_few_ulp(string name, double low, double high, double ulps, double _)
    {
        float[] x = Arguments(name, low, high).Select(v => (float)v).ToArray();
        foreach (LaneWidth width in LaneWidths.Accelerated)
        {
            float[] y = Apply(name, width, x);
            for (int i = 0; i < x.Length; i++)
            {
                double expected = Reference(name, x[i]);
                double ulp = Math.Max(MathF.BitIncrement(MathF.Abs((float)expected)) - MathF.Abs((float)expected), float.Epsilon);
                Assert.True(Math.Abs(y[i] - expected) <= ulps * ulp, $"{name}({x[i]:R}) = {y[i]:R} at {width}; expected {expected:R}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Double_precision_stays_within_a_few_ulp(string name, double low, double high, double _, double bound)
    {
        double[] x = Arguments(name, low, high).ToArray();
        foreach (LaneWidth width in LaneWidths.Accelerated)
        {
            double[] y = Apply(name, width, x);
            for (int i = 0; i < x.Length; i++)
            {
                double expected = Reference(name, x[i]);
                Assert.True(Math.Abs(y[i] - expected) <= bound * Math.Abs(expected),
                    $"{name}({x[i]:R}) = {y[i]:R} at {width}; expected {expected:R}");
            }
        }
    }

    [Theory]
    [InlineData("exp")]
    [InlineData("expm1")]
    [InlineData("log")]
    [InlineData("sigmoid")]
    [InlineData("tanh")]
    [InlineData("softplus")]
    public void Every_width_gives_the_same_bits_and_keeps_NaN(string name)
    {
        float[] x = [.. Arguments(name, name == "log" ? 1e-30 : -200, 200).Select(v => (float)v), float.NaN];
        float[] expected = Apply(name, LaneWidth.Scalar, x);
        Assert.True(float.IsNaN(expected[^1]));
        foreach (LaneWidth width in LaneWidths.Accelerated)
        {
            float[] y = Apply(name, width, x);
            Assert.True(float.IsNaN(y[^1]));
            Assert.Equal(expected[..^1].Select(BitConverter.SingleToInt32Bits), y[..^1].Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void Limits_are_finite_or_exact()
    {
        float[] x = [float.NegativeInfinity, float.PositiveInfinity, 0];
        Assert.Equal([0f, 1f, 0.5f], Apply("sigmoid", LaneWidth.Scalar, x).Select(v => v < 1e-37f ? 0f : v));
        Assert.Equal([-1f, 1f, 0f], Apply("tanh", LaneWidth.Scalar, x));
        Assert.Equal([0f, float.PositiveInfinity, MathF.Log(2)], Apply("softplus", LaneWidth.Scalar, x).Select(v => v < 1e-37f ? 0f : v));
        Assert.Equal(float.PositiveInfinity, Apply("log", LaneWidth.Scalar, [float.PositiveInfinity])[0]);
        Assert.Equal(0f, Apply("log", LaneWidth.Scalar, [1f])[0]);
    }

    private static IEnumerable<double> Arguments(string name, double low, double high)
    {
        var rng = new Rng(7);
        for (int i = 0; i < 4096; i++)
            yield return name == "log" ? Math.Exp(rng.NextUniform(Math.Log(low), Math.Log(high))) : rng.NextUniform(low, high);
    }

    private static double Reference(string name, double x)
    {
        double u = Math.Exp(-Math.Abs(x));
        return name switch
        {
            "exp" => Math.Exp(x),
            "expm1" => ExpM1(x),
            "log" => Math.Log(x),
            "sigmoid" => x < 0 ? u / (1 + u) : 1 / (1 + u),
            "tanh" => Math.Tanh(x),
            "softplus" => Math.Max(x, 0) + LogP1(u),
            _ => throw new ArgumentException(name),
        };
    }

    /// <summary>Through sinh, which the platform's library computes without cancellation.</summary>
    private static double ExpM1(double x) => 2 * Math.Sinh(x / 2) * Math.Exp(x / 2);

    /// <summary>ln(1+u) = 2·atanh(u/(2+u)).</summary>
    private static double LogP1(double u) => u < 1e-4 ? u - u * u / 2 + u * u * u / 3 - u * u * u * u / 4 : 2 * Math.Atanh(u / (2 + u));

    private static T[] Apply<T>(string name, LaneWidth width, T[] x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var result = new T[x.Length];
        Elementwise.Map(width, new NamedFunction<T>(name), x, result);
        return result;
    }

    private readonly struct NamedFunction<T>(string name) : ILaneFunction<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public TLanes Apply<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes, T> => name switch
        {
            "exp" => LaneMath<TLanes, T>.Exp(x),
            "expm1" => LaneMath<TLanes, T>.ExpM1(x),
            "log" => LaneMath<TLanes, T>.Log(x),
            "sigmoid" => LaneMath<TLanes, T>.Sigmoid(x),
            "tanh" => LaneMath<TLanes, T>.Tanh(x),
            "softplus" => LaneMath<TLanes, T>.Softplus(x),
            _ => throw new ArgumentException(name),
        };
    }

    private readonly struct Flush : ILaneFunction<float>
    {
        public TLanes Apply<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes, float> =>
            LaneMath<TLanes, float>.FlushTiny(x, TLanes.Broadcast(LaneMath<TLanes, float>.Tiny), TLanes.Broadcast(0));
    }
}
