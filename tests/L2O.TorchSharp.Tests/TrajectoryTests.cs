using System.Runtime.InteropServices;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;

namespace L2O.TorchSharp.Tests;

public sealed class TrajectoryTests
{
    [Theory]
    [MemberData(nameof(OptimizerSet.Names), MemberType = typeof(OptimizerSet))]
    public void Every_optimizer_goes_where_its_own_loop_goes(string name)
    {
        using Sequential model = Models.Convolutional();
        float[] start = Models.ValuesOf(model);
        using var optimizer = new TorchOptimizer(model, OptimizerSet.All[name], OptimizerSet.Steps);
        var own = new OwnLoop(model, OptimizerSet.All[name], OptimizerSet.Steps, OwnLoop.RoleOf);

        for (int step = 0; step < OptimizerSet.Steps; step++)
        {
            using var scope = torch.NewDisposeScope();
            (torch.Tensor inputs, torch.Tensor labels) = Models.Images(step);
            torch.Tensor loss = optimizer.step(() => Models.Differentiate(model, inputs, labels))!;
            own.Step(loss.item<float>());
            AssertSameBits(own.Theta, Models.ValuesOf(model), step);
        }
        Assert.NotEqual(start, own.Theta);
    }

    [Fact]
    public void The_set_has_every_architecture()
    {
        IEnumerable<Type> all = typeof(ILearnedOptimizer).Assembly.GetTypes()
            .Where(static type => typeof(ILearnedOptimizer).IsAssignableFrom(type) && !type.IsAbstract && type.IsPublic);

        Assert.Equal(all.Select(static type => type.Name).Order(),
            OptimizerSet.Architectures.Select(static type => type.Name).Distinct().Order());
    }

    [Fact]
    public void Pretrained_optimizers_go_where_their_own_loop_goes_for_any_number_of_threads()
    {
        using Sequential model = Models.Convolutional(), twin = Models.Convolutional();
        using var optimizer = new TorchLearnedOptimizer(model, "pretrained/sigmoid:clip=1");
        using var several = new TorchLearnedOptimizer(twin, "pretrained/sigmoid:clip=1", threads: 2);
        var own = new OwnLoop(model, OptimizerSettings.ParseWrappers("clip=1").Wrap(LearnedOptimizer.Load("pretrained/sigmoid")), 20,
            OwnLoop.RoleOf);

        for (int step = 0; step < 20; step++)
        {
            (torch.Tensor inputs, torch.Tensor labels) = Models.Images(step);
            Models.Differentiate(twin, inputs, labels);
            own.Step(Models.Differentiate(model, inputs, labels).item<float>());
            Assert.Null(optimizer.step());
            several.step();
            AssertSameBits(own.Theta, Models.ValuesOf(model), step);
            AssertSameBits(own.Theta, Models.ValuesOf(twin), step);
        }
    }

    /// <summary>Fails unless both have the same bits.</summary>
    internal static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> found, int step)
    {
        ReadOnlySpan<int> wanted = MemoryMarshal.Cast<float, int>(expected), got = MemoryMarshal.Cast<float, int>(found);
        Assert.Equal(wanted.Length, got.Length);
        int same = wanted.CommonPrefixLength(got);
        if (same < wanted.Length)
            Assert.Fail($"step {step}: value {same} is {found[same]:R}; expected {expected[same]:R}");
    }
}
