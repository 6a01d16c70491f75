using System.Numerics;
using L2O.Kernels.Lanes;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Celo;
using L2O.Optimizers.Learned.Celo2;
using L2O.Optimizers.Learned.Elo;
using L2O.Optimizers.Learned.SmallFc;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Optimizers.Learned;

/// <summary>
/// What a tensor leaves in the memory of a step, NaN included, reaches none of those behind it, whose last registers are only partly their
/// own.
/// </summary>
public sealed class DivergedTensorTests
{
    private static readonly Dictionary<string, ILearnedOptimizer> s_settings = new()
    {
        ["smallFc"] = new SmallFc(),
        ["elo"] = new Elo(),
        ["celo"] = new Celo(isScheduled: false),
        ["celo2-base"] = new Celo2(orthogonalize: false, vectorRule: Celo2VectorRule.Learned),
        ["celo2-base by slices"] = new Celo2(
            orthogonalize: false, vectorRule: Celo2VectorRule.Learned, convolutions: Celo2Convolutions.Slices),
    };

    private static readonly ParameterLayout s_layout = new(
        ("first", [15]), ("vector", [8]), ("narrow", [3, 5]), ("other", [20, 40]), ("matrix", [6, 35]), ("kernels", [2, 3, 3, 3]));

    public static TheoryData<string> Names => [.. s_settings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Single_precision(string name) => AssertApart<float>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Double_precision(string name) => AssertApart<double>(name);

    private static void AssertApart<T>(string name) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (LaneWidth width in LaneWidths.Accelerated)
        {
            T[] sound = Train<T>(name, width, diverges: false), beside = Train<T>(name, width, diverges: true);

            foreach (ParameterSlot slot in s_layout.Slots)
                if (slot.Name is not ("first" or "other"))
                    Assert.Equal(slot.Of<T>(sound.AsSpan()).ToArray(), slot.Of<T>(beside.AsSpan()).ToArray());
            Assert.All(s_layout["first"].Of<T>(beside.AsSpan()).ToArray(), static value => Assert.True(T.IsNaN(value)));
        }
    }

    private static T[] Train<T>(string name, LaneWidth width, bool diverges) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var compute = new Compute(threads: 1, width);
        float[] phi = new float[s_settings[name].PhiLayout().Count];
        s_settings[name].InitializePhi<float>(phi, new Rng(11));
        OptimizerRun<T> run = s_settings[name].Bind<T>([.. phi.Select(T.CreateChecked)], compute)
            .Start(s_layout, new RunContext(10, givesLoss: true));
        T[] theta = new T[s_layout.Count], gradient = new T[s_layout.Count];
        new Rng(1).FillUniform<T>(theta, 1);
        for (int step = 0; step < 3; step++)
        {
            new Rng((ulong)step + 2).FillUniform<T>(gradient, 1);
            if (diverges)
            {
                s_layout["first"].Of<T>(gradient.AsSpan()).Fill(T.NaN);
                s_layout["other"].Of<T>(gradient.AsSpan()).Fill(T.NaN);
            }
            run.Step(theta, gradient, loss: 1);
        }
        return theta;
    }
}
