using System.Numerics;
using L2O.Kernels.Lanes;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned.Celo2;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Optimizers.Learned;

public sealed class Celo2Tests
{
    private const int Steps = 3;

    // Narrow, wide, square and of one row or column; rows that end inside a register, behind one and behind two; several items of work.
    private static readonly Dictionary<string, int[]> s_shapes = new()
    {
        ["1x5"] = [1, 5],
        ["5x1"] = [5, 1],
        ["6x6"] = [6, 6],
        ["17x33"] = [17, 33],
        ["33x17"] = [33, 17],
        ["40x32"] = [40, 32],
        ["48x48"] = [48, 48],
        ["3x100"] = [3, 100],
        ["128x64"] = [128, 64],
        ["150x70"] = [150, 70],
        ["4x3x3x3"] = [4, 3, 3, 3],
        ["3x4x5x6"] = [3, 4, 5, 6],
        ["2x3x7x40"] = [2, 3, 7, 40],
        ["vector"] = [37],
    };

    private static readonly Dictionary<string, Celo2> s_settings = new()
    {
        ["base"] = new Celo2(orthogonalize: false, learningRate: 0.01, weightDecay: 0.1),
        ["celo2"] = new Celo2(learningRate: 0.01, vectorRule: Celo2VectorRule.UncorrectedAdam, vectorRateFactor: 20,
            vectorWeightDecay: 0.2),
        ["slices"] = new Celo2(learningRate: 0.01, weightDecay: 0.1, vectorRule: Celo2VectorRule.SharedAdam, vectorWeightDecay: 0.3,
            convolutions: Celo2Convolutions.Slices),
        ["base of everything"] = new Celo2(orthogonalize: false, learningRate: 0.01, vectorRule: Celo2VectorRule.Learned,
            vectorRateFactor: 3, vectorWeightDecay: 0.1, convolutions: Celo2Convolutions.Slices),
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string settings in s_settings.Keys)
                foreach (string shape in s_shapes.Keys)
                    cases.Add(settings, shape);
            return cases;
        }
    }

    public static TheoryData<string> Settings => [.. s_settings.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Steps_are_those_of_the_formulas(string settings, string shape)
    {
        Assert.InRange(Error<double>(settings, shape), 0, 1e-12);
        Assert.InRange(Error<float>(settings, shape), 0, 2e-5);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Widths_and_threads_give_the_same_bits(string name)
    {
        var layout = new ParameterLayout([.. s_shapes.Select(static pair => (pair.Key, pair.Value)), ("large", [300, 90])]);
        AssertSameBits<float>(name, layout);
        AssertSameBits<double>(name, layout);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Zero_sparse_huge_and_tiny_gradients_give_finite_steps(string name)
    {
        var layout = new ParameterLayout(("wide", [9, 40]), ("narrow", [7, 5]), ("vector", [11]), ("convolution", [4, 3, 3, 3]));
        using var compute = new Compute(threads: 1);
        OptimizerRun<float> run = s_settings[name].Bind<float>(Phi(s_settings[name]), compute).Start(layout);
        float[] theta = Draw<float>(layout.Count, 1);
        for (int step = 0; step < 60; step++)
        {
            float[] gradient = Draw<float>(layout.Count, (ulong)step + 2);
            for (int i = 0; i < gradient.Length; i++)
                gradient[i] *= (step % 5) switch { 0 => 0, 1 => i % 7 == 0 ? 1 : 0, 2 => 1e20f, 3 => 1e-30f, _ => i < 40 ? 1 : 0 };
            run.Step(theta, gradient);
            Assert.All(theta, static value => Assert.True(float.IsFinite(value)));
        }
    }

    /// <summary>Where gradients stay away, the running means fade, but not into subnormal numbers (docs/decisions/0015).</summary>
    [Fact]
    public void Means_of_gradients_that_stay_away_become_no_subnormal_numbers()
    {
        var layout = new ParameterLayout(("wide", [4, 40]), ("vector", [11]));
        using var compute = new Compute(threads: 1);
        OptimizerRun<float> run = s_settings["base"].Bind<float>(Phi(s_settings["base"]), compute).Start(layout);
        float[] theta = Draw<float>(layout.Count, 1), gradient = Draw<float>(layout.Count, 2);
        for (int step = 0; step < 3000; step++)
        {
            run.Step(theta, gradient);
            Array.Clear(gradient);
            if (step % 100 == 0)
                Assert.DoesNotContain(OptimizerTable.Saved(run).SelectMany(static part => part.Values), float.IsSubnormal);
        }
        Assert.InRange(OptimizerTable.Saved(run).Single(static part => part.Name == "square").Values.Max(), 0, 1e-16);
    }

    [Fact]
    public void The_rule_of_the_start_goes_along_the_running_mean()
    {
        var layout = new ParameterLayout(("weight", [30, 40]));
        using var compute = new Compute(threads: 1);
        foreach (bool orthogonalize in new[] { false, true })
        {
            var settings = new Celo2(orthogonalize, learningRate: 0.01, initialization: Celo2Initialization.Rule);
            OptimizerRun<double> run = settings.Bind<double>(Phi(settings).Select(static value => (double)value).ToArray(), compute)
                .Start(layout);
            double[] theta = Draw<double>(layout.Count, 1), update = new double[layout.Count], gradient = Draw<double>(layout.Count, 2);
            run.Step(theta, gradient, update);
            double along = -update.Zip(gradient, static (u, g) => u * g).Sum()
                / Math.Sqrt(update.Sum(static u => u * u) * gradient.Sum(static g => g * g));
            Assert.InRange(along, 0.7, 1);
            Assert.Equal(0.01, Math.Sqrt(update.Average(static u => u * u)), 1e-6);
        }
    }

    [Fact]
    public void A_fresh_phi_is_cut_off_at_two_standard_deviations()
    {
        var settings = new Celo2();
        ParameterLayout layout = settings.PhiLayout();
        float[] phi = Phi(settings);
        Assert.Equal(347, phi.Length);
        foreach (ParameterSlot slot in layout.Slots)
        {
            float[] values = slot.Of<float>(phi).ToArray();
            double sigma = slot.Shape.Length == 1 ? 0 : 1 / Math.Sqrt(slot.Name.StartsWith("w0", StringComparison.Ordinal) ? 30 : 8);
            Assert.InRange(values.Max(Math.Abs), sigma / 2, 2 * sigma);
            Assert.Equal(sigma > 0, values.Distinct().Count() > 1);
        }
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("learningRate", static () => new Celo2(learningRate: 0));
        Assert.Throws<ArgumentOutOfRangeException>("weightDecay", static () => new Celo2(weightDecay: -1));
        Assert.Throws<ArgumentOutOfRangeException>("vectorRateFactor", static () => new Celo2(vectorRateFactor: double.NaN));
        Assert.StartsWith("vectorRule is 9; expected one of Adam, ", Assert.Throws<ArgumentOutOfRangeException>(
            static () => new Celo2(vectorRule: (Celo2VectorRule)9)).Message, StringComparison.Ordinal);
    }

    private static double Error<T>(string name, string shape) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var layout = new ParameterLayout(("other", [3, 4]), ("tensor", s_shapes[shape]), ("last", [2]));
        Celo2 settings = s_settings[name];
        T[] phi = [.. Phi(settings).Select(static value => T.CreateChecked(value))];
        using var compute = new Compute(threads: 1);
        OptimizerRun<T> run = settings.Bind<T>(phi, compute).Start(layout);
        var naive = new NaiveCelo2(settings, [.. phi.Select(static value => double.CreateChecked(value))], layout);
        T[] theta = Draw<T>(layout.Count, 1);
        double[] start = LearnedRuns.Widen<T>(theta), expected = [.. start];
        double worst = 0;
        for (int step = 0; step < Steps; step++)
        {
            T[] gradient = Gradient<T>(layout.Count, step);
            run.Step(theta, gradient);
            naive.Step(expected, LearnedRuns.Widen<T>(gradient));
            double[] actual = LearnedRuns.Widen<T>(theta);
            worst = Math.Max(worst, Math.Sqrt(actual.Zip(expected, static (a, e) => (a - e) * (a - e)).Sum()
                / start.Zip(expected, static (s, e) => (s - e) * (s - e)).Sum()));
        }
        return worst;
    }

    private static void AssertSameBits<T>(string name, ParameterLayout layout) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] phi = [.. Phi(s_settings[name]).Select(static value => T.CreateChecked(value))];
        T[]? expected = null;
        foreach (LaneWidth width in LaneWidths.Accelerated)
            foreach (int threads in new[] { 1, 2, 3 })
            {
                using var compute = new Compute(threads, width);
                OptimizerRun<T> run = s_settings[name].Bind<T>(phi, compute).Start(layout);
                T[] theta = Draw<T>(layout.Count, 1);
                for (int step = 0; step < 3; step++)
                    run.Step(theta, Gradient<T>(layout.Count, step));
                Assert.Equal(expected ??= theta, theta);
            }
    }

    private static float[] Phi(Celo2 settings)
    {
        float[] phi = new float[settings.PhiLayout().Count];
        settings.InitializePhi<float>(phi, new Rng(11));
        return phi;
    }

    /// <summary>Of different sizes, partly zero, and once beyond the bound.</summary>
    private static T[] Gradient<T>(int count, int step) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] values = Draw<T>(count, (ulong)step + 10);
        for (int i = 0; i < count; i++)
            values[i] *= T.CreateChecked(i % 5 == 0 ? 0 : i % 3 == 0 ? 0.01 : i == 1 ? 3000 : 1);
        return values;
    }

    private static T[] Draw<T>(int count, ulong seed) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] values = new T[count];
        new Rng(seed).FillUniform<T>(values, 1);
        return values;
    }
}
