using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.Velo;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch.optim;

namespace L2O.TorchSharp.Tests;

public sealed class StateTests
{
    [Theory]
    [MemberData(nameof(OptimizerSet.Names), MemberType = typeof(OptimizerSet))]
    public void A_saved_and_loaded_state_goes_on_with_equal_bits(string name)
    {
        using Sequential model = Models.Convolutional(), resumed = Models.Convolutional(seed: 2);
        using var optimizer = new TorchOptimizer(model, OptimizerSet.All[name], OptimizerSet.Steps);
        Train(model, optimizer, 0, 12);
        using var stream = new MemoryStream();
        Save(optimizer, stream);
        resumed.load_state_dict(model.state_dict());
        Train(model, optimizer, 12, 24);

        using var other = new TorchOptimizer(resumed, OptimizerSet.All[name], OptimizerSet.Steps);
        Load(other, stream);
        Assert.Equal(12, other.Iteration);
        Train(resumed, other, 12, 24);

        TrajectoryTests.AssertSameBits(Models.ValuesOf(model), Models.ValuesOf(resumed), 24);
    }

    [Fact]
    public void A_state_dictionary_of_another_optimizer_is_taken_over_with_its_learning_rates()
    {
        using Sequential model = Models.TwoLayers(), twin = Models.TwoLayers();
        using var optimizer = new TorchOptimizer(model, new Adam(0.01));
        using var other = new TorchOptimizer(twin, new Adam(0.01));
        optimizer.ParamGroups.Single().LearningRate = 0.002;
        Train(model, optimizer, 0, 5);
        twin.load_state_dict(model.state_dict());

        other.load_state_dict(optimizer.state_dict());

        Assert.Equal(0.002, other.ParamGroups.Single().LearningRate);
        Assert.All(optimizer.state_dict().State.Zip(other.state_dict().State),
            static pair => Assert.True(pair.First.ApproximatelyEquals(pair.Second)));
        Train(model, optimizer, 5, 10);
        Train(twin, other, 5, 10);
        TrajectoryTests.AssertSameBits(Models.ValuesOf(model), Models.ValuesOf(twin), 10);
        Assert.False(optimizer.state_dict().State[0].ApproximatelyEquals(
            new TorchOptimizer(Models.TwoLayers(), new Adam(0.01)).state_dict().State[0]));
    }

    [Fact]
    public void States_of_something_else_are_refused()
    {
        using Sequential model = Models.TwoLayers(), other = Models.Convolutional();
        LearnedOptimizer learned = OptimizerSet.Draw(new Velo(lstmSize: 6, bankSize: 3));
        float[] phi = learned.Phi.ToArray();
        phi[0] += 1;
        using var saved = new TorchOptimizer(model, learned, 10);
        using var stream = new MemoryStream();
        Save(saved, stream);

        Refuses<ArgumentException>(new TorchOptimizer(other, learned, 10), stream, "different number of states");
        using Sequential wider = torch.nn.Sequential(("hidden", torch.nn.Linear(6, 7)), ("head", torch.nn.Linear(7, 3)));
        Refuses<InvalidDataException>(new TorchOptimizer(wider, learned, 10), stream,
            "the state's parameter 0 is 'hidden.weight' [5, 6]; expected 'hidden.weight' [7, 6], as of this model");
        Refuses<InvalidDataException>(new TorchOptimizer(model, new LearnedOptimizer(learned.Settings, phi), 10), stream,
            "the state is of the optimizer velo with phi ");
        Refuses<InvalidDataException>(new TorchOptimizer(model, new Adam(0.01)), stream, "; expected adam");
        Refuses<InvalidDataException>(new TorchOptimizer(model, learned, 20), stream,
            "the state is of a training of 10 steps; expected 20, as this optimizer was made for");
        Refuses<InvalidDataException>(new TorchLearnedOptimizer(model, "pretrained/sigmoid"), stream, "Mismatched optimizer type");
        using var foreign = new TorchOptimizer(model, learned, 10);
        using var adam = Adam(model.parameters());
        Assert.Contains("expected one of an optimizer of L2O",
            Assert.Throws<InvalidDataException>(() => foreign.load_state_dict(adam.state_dict())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_state_is_refused_and_changes_nothing()
    {
        using Sequential model = Models.TwoLayers();
        LearnedOptimizer learned = OptimizerSet.Draw(new CoordinateLstm(hiddenSize: 5));
        using var optimizer = new TorchOptimizer(model, learned);
        using var stream = new MemoryStream();
        Train(model, optimizer, 0, 3);
        Save(optimizer, stream);
        byte[] whole = stream.ToArray();
        Train(model, optimizer, 3, 5);

        Assert.All(Enumerable.Range(1, 20), part =>
        {
            using var cut = new MemoryStream(whole[..(100 + part * (whole.Length - 400) / 20)]);
            Assert.Contains("ends too early", Assert.Throws<InvalidDataException>(() => Load(optimizer, cut)).Message,
                StringComparison.Ordinal);
        });
        Assert.Equal(5, optimizer.Iteration);
    }

    private static void Train(Sequential model, TorchOptimizer optimizer, int from, int to)
    {
        for (int step = from; step < to; step++)
        {
            using var scope = torch.NewDisposeScope();
            (torch.Tensor inputs, torch.Tensor labels) = Models.Images(step);
            if (model.named_parameters().First().name.StartsWith("hidden", StringComparison.Ordinal))
                (inputs, labels) = (inputs.view(16, 64)[.., ..6], labels % 3);
            optimizer.step(() => Models.Differentiate(model, inputs, labels));
        }
    }

    private static void Save(TorchOptimizer optimizer, MemoryStream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        optimizer.save_state_dict(writer);
    }

    private static void Load(TorchOptimizer optimizer, MemoryStream stream)
    {
        stream.Position = 0;
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        optimizer.load_state_dict(reader);
    }

    private static void Refuses<TException>(TorchOptimizer optimizer, MemoryStream stream, string message) where TException : Exception
    {
        using (optimizer)
        {
            Assert.Contains(message, Assert.Throws<TException>(() => Load(optimizer, stream)).Message, StringComparison.Ordinal);
            Assert.Equal(0, optimizer.Iteration);
        }
    }
}
