using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Rules;
using L2O.Optimizers.Wrappers;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace L2O.TorchSharp.Tests;

/// <summary>How the optimizers stand in loops as TorchSharp's own do.</summary>
public sealed class LoopTests
{
    [Theory]
    [InlineData("adam@0.01")]
    [InlineData("pretrained/sigmoid")]
    public void A_scheduler_of_TorchSharp_scales_updates_as_a_schedule_does(string name)
    {
        using Sequential model = Models.Convolutional();
        IOptimizer<float> rule = name == "adam@0.01" ? new Adam(0.01) : LearnedOptimizer.Load(name);
        using var optimizer = new TorchOptimizer(model, rule, 20);
        optim.lr_scheduler.LRScheduler scheduler = optim.lr_scheduler.StepLR(optimizer, 3, 0.5);
        var own = new OwnLoop(model, rule.WithSchedule(new Schedule(ScheduleKind.Step, every: 3, factor: 0.5)), 20, OwnLoop.RoleOf);

        for (int step = 0; step < 10; step++)
        {
            (Tensor inputs, Tensor labels) = Models.Images(step);
            Models.Differentiate(model, inputs, labels);
            own.Step(0);
            optimizer.step();
            scheduler.step();
            TrajectoryTests.AssertSameBits(own.Theta, Models.ValuesOf(model), step);
        }
        Assert.Equal(rule.LearningRate * 0.125, optimizer.ParamGroups.Single().LearningRate, 1e-12);
    }

    [Fact]
    public void Groups_scale_their_own_updates_in_one_run()
    {
        using Sequential model = Models.TwoLayers();
        IOptimizer<float> learned = LearnedOptimizer.Load("pretrained/sigmoid");
        Parameter[] parameters = [.. model.parameters()];
        var heard = new List<string>();
        using var optimizer = new TorchLearnedOptimizer(
            (ParamGroup[])[
                new ParamGroup { Parameters = parameters[..1] },
                new ParamGroup { Parameters = parameters[1..3], Options = new OptimizerOptions { LearningRate = 0.25 } },
                new ParamGroup { Parameters = parameters[3..], Options = new OptimizerOptions { LearningRate = 0 } },
            ], "pretrained/sigmoid", model: model, said: heard.Add);
        var own = new OwnLoop(model, learned, 20);
        float[] update = new float[own.Theta.Length], gradient = new float[own.Theta.Length], theta = own.Theta;

        for (int step = 0; step < 5; step++)
        {
            Differentiate(model, step);
            parameters.SelectMany(static parameter => Models.ValuesOf(parameter.grad!)).ToArray().CopyTo(gradient, 0);
            own.Run.Advance(theta, gradient, update);
            optimizer.step();
            for (int i = 0; i < theta.Length; i++)
                theta[i] += i < 30 ? update[i] : i < 50 ? update[i] * 0.25f : update[i] * 0;
            TrajectoryTests.AssertSameBits(theta, Models.ValuesOf(model), step);
        }
        Assert.Equal([1, 0.25, 0], optimizer.ParamGroups.Select(static group => group.LearningRate));
        Assert.Empty(heard);
    }

    [Theory]
    [MemberData(nameof(OptimizerSet.Names), MemberType = typeof(OptimizerSet))]
    public void Parameters_without_gradient_stay_and_the_others_go_on(string name)
    {
        using Sequential model = Models.Convolutional();
        using var optimizer = new TorchOptimizer(model, OptimizerSet.All[name], OptimizerSet.Steps);
        var own = new OwnLoop(model, OptimizerSet.All[name], OptimizerSet.Steps, OwnLoop.RoleOf);
        var gradients = new Gradients(own.Run.Layout);

        for (int step = 0; step < 6; step++)
        {
            (Tensor inputs, Tensor labels) = Models.Images(step);
            foreach (Parameter parameter in model.parameters())
                parameter.grad = null;
            Models.Differentiate(model, inputs, labels);
            int k = 0;
            foreach (Parameter parameter in model.parameters())
            {
                if ((k + step) % 3 == 0 && step > 0)
                    parameter.grad = null;
                gradients.Set(k++, parameter.grad);
            }
            own.Run.Step(new TensorSpans<float>(own.Run.Layout, own.Theta), new ReadOnlyTensorSpans<float>(own.Run.Layout, gradients),
                default, 1);
            optimizer.step(static () => tensor(1f));
            TrajectoryTests.AssertSameBits(own.Theta, Models.ValuesOf(model), step);
        }
    }

    [Fact]
    public void A_model_that_moves_takes_its_optimizer_along()
    {
        using Sequential model = Models.TwoLayers();
        using var optimizer = new TorchOptimizer(model, new Adam(0.01));
        Differentiate(model, 0);
        optimizer.step();
        model.to(ScalarType.BFloat16);
        optimizer.zero_grad();
        float[] before = Models.ValuesOf(model);
        foreach (Parameter parameter in model.parameters())
            parameter.grad = ones_like(parameter);

        optimizer.step();
        optimizer.to(CPU);

        Assert.Equal(2, optimizer.Iteration);
        Assert.All(before.Zip(Models.ValuesOf(model)), static pair => Assert.True(pair.Second < pair.First));
        Assert.Equal(model.parameters().Select(static parameter => parameter.Handle),
            optimizer.parameters().Select(static parameter => parameter.Handle));
        Assert.Equal(4, optimizer.state_dict().State.Count);
    }

    [Fact]
    public void The_closure_is_called_once_with_gradients_and_its_loss_is_returned()
    {
        using Sequential model = Models.TwoLayers();
        using var optimizer = new TorchOptimizer(model, new Sgd(0.1));
        int calls = 0;
        using Tensor loss = zeros(1);
        using (no_grad())
            Assert.Same(loss, optimizer.step(() =>
            {
                calls++;
                Differentiate(model, 0);
                return loss;
            }));

        Assert.Equal(1, calls);
        optimizer.zero_grad();
        Assert.All(model.parameters(), static parameter => Assert.Equal(0, parameter.grad!.abs().sum().item<float>()));
    }

    [Fact]
    public void Bare_parameters_are_said_to_have_roles_from_their_ranks()
    {
        using Sequential model = Models.TwoLayers();
        var heard = new List<string>();
        using var bare = new TorchLearnedOptimizer(model.parameters(), "pretrained/sigmoid", said: heard.Add);
        Assert.StartsWith("l2o: roles of 4 parameters follow from their ranks", Assert.Single(heard), StringComparison.Ordinal);

        using var named = new TorchLearnedOptimizer(model.named_parameters(), "pretrained/sigmoid", said: heard.Add);
        using var whole = new TorchLearnedOptimizer(model, "pretrained/sigmoid", said: heard.Add);
        Assert.Single(heard);
        Assert.Equal("pretrained/sigmoid", LearnedOptimizer.Pretrained.Single(name => name.EndsWith("/sigmoid", StringComparison.Ordinal)));
        Assert.Equal("l2o-sigmoid", whole.Learned.Name);
    }

    private static void Differentiate(Sequential model, long seed)
    {
        manual_seed(seed);
        Models.Differentiate(model, randn(8, 6), randint(0, 3, 8));
    }

    private sealed class Gradients(ParameterLayout layout) : ITensorMemory<float>
    {
        private readonly float[][] _values = new float[layout.Slots.Length][];

        public int Count => _values.Length;

        public Span<float> this[int tensor] => _values[tensor];

        public void Set(int tensor, Tensor? gradient) => _values[tensor] = gradient is null ? [] : Models.ValuesOf(gradient);
    }
}
