using System.Numerics;
using L2O.Kernels.Lanes;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Celo;
using L2O.Optimizers.Learned.Elo;
using L2O.Optimizers.Learned.Factored;
using L2O.Optimizers.Learned.SmallFc;
using L2O.Optimizers.Learned.Velo;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Optimizers.Learned;

/// <summary>smallFc, ELO, VeLO, Celo and Celo-Adam.</summary>
public sealed class SmallMlpTests
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
        ["48x48"] = [48, 48],
        ["3x100"] = [3, 100],
        ["150x70"] = [150, 70],
        ["4x3x3x3"] = [4, 3, 3, 3],
        ["2x3x7x40"] = [2, 3, 7, 40],
        ["5x5x3x3"] = [5, 5, 3, 3],
        ["vector"] = [37],
    };

    private static readonly Dictionary<string, ILearnedOptimizer> s_settings = new()
    {
        ["smallFc"] = new SmallFc(learningRate: 3, weightDecay: 0.1),
        ["smallFc of 12"] = new SmallFc(12, updateScale: 0.02, convolutions: ConvolutionForm.Tensor),
        ["elo"] = new Elo(32, learningRate: 0.01, weightDecay: 0.1),
        ["velo"] = new Velo(lstmSize: 6, bankSize: 3),
        ["celo"] = new Celo(),
        ["celo, first phase"] = new Celo(isScheduled: false, learningRate: 2, ConvolutionForm.Tensor),
        ["celoAdam"] = new CeloAdam(),
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string settings in new[] { "smallFc", "smallFc of 12", "elo", "celo, first phase" })
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
        Assert.InRange(Error<double>(s_settings[settings], shape), 0, 1e-11);
        Assert.InRange(Error<float>(s_settings[settings], shape), 0, 3e-5);
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
    public void Zero_sparse_huge_and_tiny_gradients_and_any_loss_give_finite_steps(string name)
    {
        var layout = new ParameterLayout(("wide", [9, 400]), ("narrow", [7, 5]), ("vector", [11]), ("convolution", [4, 3, 3, 3]));
        using var compute = new Compute(threads: 1);
        OptimizerRun<float> run = s_settings[name].Bind<float>(Phi<float>(s_settings[name]), compute)
            .Start(layout, new RunContext(60, givesLoss: true));
        float[] theta = Draw<float>(layout.Count, 1);
        for (int step = 0; step < 60; step++)
        {
            float[] gradient = Draw<float>(layout.Count, (ulong)step + 2);
            for (int i = 0; i < gradient.Length; i++)
                gradient[i] *= (step % 5) switch { 0 => 0, 1 => i % 7 == 0 ? 1 : 0, 2 => 1e20f, 3 => 1e-30f, _ => i < 40 ? 1 : 0 };
            run.Step(theta, gradient, loss: (step % 4) switch { 0 => double.NaN, 1 => 1e30, 2 => 0, _ => -1 });
            Assert.All(theta, static value => Assert.True(float.IsFinite(value)));
        }
    }

    [Fact]
    public void A_run_without_loss_or_horizon_is_refused()
    {
        using var compute = new Compute(threads: 1);
        var layout = new ParameterLayout(("weight", [3, 4]));
        foreach (string name in new[] { "velo", "celo", "celoAdam" })
        {
            LearnedOptimizer<float> optimizer = s_settings[name].Bind<float>(Phi<float>(s_settings[name]), compute);
            Assert.Contains("reads the number of steps", Assert.Throws<ArgumentException>(() => optimizer.Start(layout)).Message,
                StringComparison.Ordinal);
            Assert.Contains("reads the loss", Assert.Throws<ArgumentException>(
                () => optimizer.Start(layout, new RunContext(10))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("hiddenSize", static () => new SmallFc(hiddenSize: 6));
        Assert.Throws<ArgumentOutOfRangeException>("hiddenSize", static () => new Elo(hiddenSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>("updateScale", static () => new SmallFc(updateScale: 0));
        Assert.Throws<ArgumentOutOfRangeException>("lstmSize", static () => new Velo(lstmSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>("bankSize", static () => new Velo(bankSize: 5000));
        Assert.Throws<ArgumentOutOfRangeException>("learningRate", static () => new Celo(learningRate: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("learningRate", static () => new CeloAdam(-1));
    }

    [Fact]
    public void Phi_has_the_published_sizes()
    {
        Assert.Equal(197, new SmallFc().PhiLayout().Count);
        Assert.Equal(2409, new SmallFc(32).PhiLayout().Count);
        Assert.Equal(2402, new Elo().PhiLayout().Count);
        Assert.Equal(37_089, new Celo().PhiLayout().Count);
        Assert.Equal(256 * 159, new Velo().PhiLayout().Slots.Where(static slot => slot.Name.StartsWith("mlp", StringComparison.Ordinal))
            .Sum(static slot => slot.Count));
    }

    private static double Error<T>(ILearnedOptimizer settings, string shape) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var layout = new ParameterLayout(("other", [3, 4]), ("tensor", s_shapes[shape]), ("last", [2]));
        T[] phi = Phi<T>(settings);
        using var compute = new Compute(threads: 1);
        OptimizerRun<T> run = settings.Bind<T>(phi, compute).Start(layout, new RunContext(10, givesLoss: true));
        var naive = new NaiveNetworks(settings, LearnedRuns.Widen<T>(phi));
        NaiveSmallMlp steps = naive.Start(layout);
        T[] theta = Draw<T>(layout.Count, 1);
        double[] start = LearnedRuns.Widen<T>(theta), expected = [.. start];
        double worst = 0;
        for (int step = 0; step < Steps; step++)
        {
            T[] gradient = Gradient<T>(layout.Count, step);
            run.Step(theta, gradient, loss: 1);
            steps.Step(expected, LearnedRuns.Widen<T>(gradient), features => naive.Output(features, step), naive.Rate, naive.Decay);
            double[] actual = LearnedRuns.Widen<T>(theta);
            worst = Math.Max(worst, Math.Sqrt(actual.Zip(expected, static (a, e) => (a - e) * (a - e)).Sum()
                / start.Zip(expected, static (s, e) => (s - e) * (s - e)).Sum()));
        }
        return worst;
    }

    private static void AssertSameBits<T>(string name, ParameterLayout layout) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[]? expected = null;
        foreach (LaneWidth width in LaneWidths.Accelerated)
            foreach (int threads in new[] { 1, 2, 3 })
            {
                using var compute = new Compute(threads, width);
                OptimizerRun<T> run = s_settings[name].Bind<T>(Phi<T>(s_settings[name]), compute)
                    .Start(layout, new RunContext(10, givesLoss: true));
                T[] theta = Draw<T>(layout.Count, 1);
                for (int step = 0; step < 4; step++)
                    run.Step(theta, Gradient<T>(layout.Count, step), loss: 2 - 0.3 * step);
                Assert.Equal(expected ??= theta, theta);
            }
    }

    /// <summary>A fresh phi with biases, offsets and initial states that are not zero.</summary>
    private static T[] Phi<T>(ILearnedOptimizer settings) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        float[] phi = new float[settings.PhiLayout().Count];
        settings.InitializePhi<float>(phi, new Rng(11));
        float[] noise = Draw<float>(phi.Length, 5);
        return [.. phi.Select((value, i) => T.CreateChecked(value + (value == 0 ? 0.1f * noise[i] : 0)))];
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
