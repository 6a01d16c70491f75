using L2O.Optimizers.Learned.Velo;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace L2O.TorchSharp.Tests;

/// <summary>What is refused, each with one clear exception, and with nothing changed.</summary>
public sealed class BadInputTests
{
    private static readonly LearnedOptimizer s_velo = OptimizerSet.Draw(new Velo(lstmSize: 6, bankSize: 3));

    [Fact]
    public void A_step_without_closure_where_the_loss_is_read()
    {
        using Sequential model = Models.TwoLayers();
        using var optimizer = new TorchOptimizer(model, s_velo, 10);

        Refuses<InvalidOperationException>(() => optimizer.step(),
            "step() came without a closure, and optimizer 'velo' reads the loss; expected step(closure), or step(() => loss) with the loss "
            + "that was differentiated");
        Refuses<InvalidOperationException>(() => optimizer.step(static () => zeros(2)),
            "the closure returned a loss of the shape [2]; expected one number");
        Refuses<InvalidOperationException>(() => optimizer.step(static () => null!),
            "the closure returned no loss, and the optimizer reads it; expected one number");
        Assert.Equal(0, optimizer.Iteration);
    }

    [Fact]
    public void A_horizon_that_is_missing_or_too_short()
    {
        using Sequential model = Models.TwoLayers();

        Refuses<ArgumentException>(() => new TorchOptimizer(model, s_velo), "optimizer 'velo' reads the number of steps, and totalSteps is "
            + "not given; expected the number of calls of step() that the training will make");
        Refuses<ArgumentException>(() => new TorchLearnedOptimizer(model, "pretrained/sigmoid:schedule=cosine"),
            "optimizer 'l2o' reads the number of steps, and totalSteps is not given");
        Refuses<ArgumentOutOfRangeException>(() => new TorchOptimizer(model, s_velo, 0), "totalSteps is 0; expected 1 or more, or null");
    }

    [Fact]
    public void Gradients_that_are_sparse_or_complex()
    {
        using var table = nn.Embedding(5, 3, sparse: true);
        using var optimizer = new TorchOptimizer(table, new Adam(0.01));
        table.forward(tensor([1L, 2L])).sum().backward();
        float[] start = Models.ValuesOf(table);

        Refuses<InvalidOperationException>(() => optimizer.step(), "the gradient of parameter 'weight' is sparse; expected a dense one, as "
            + "of an embedding that is made with sparse: false");
        Assert.Equal(start, Models.ValuesOf(table));
        using var complex = new Parameter(zeros(2, dtype: ScalarType.ComplexFloat32));
        Refuses<ArgumentException>(() => new TorchOptimizer(Named(("z", complex)), new Adam(0.01)),
            "parameter 'z' has numbers of the type ComplexFloat32; expected Float32, Float16 or BFloat16");
        using var exact = new Parameter(zeros(2, dtype: ScalarType.Float64));
        Refuses<ArgumentException>(() => new TorchOptimizer(Named(("x", exact)), new Adam(0.01)),
            "parameter 'x' has numbers of the type Float64; expected Float32, Float16 or BFloat16");
    }

    [Fact]
    public void Parameters_that_are_given_twice_or_not_at_all()
    {
        using var one = new Parameter(zeros(2, 3));
        using var view = new Parameter(one.detach());

        Refuses<ArgumentException>(() => new TorchOptimizer(Named(("a", one), ("b", one)), new Adam(0.01)),
            "parameter 'a' is given twice; expected each parameter once, in one group");
        Refuses<ArgumentException>(() => new TorchOptimizer(Named(("a", one), ("b", view)), new Adam(0.01)),
            "parameter 'a' is given twice, as 'b' too; expected each parameter once, in one group");
        Refuses<ArgumentException>(() => new TorchOptimizer(
            (ParamGroup[])[new ParamGroup { Parameters = [one] }, new ParamGroup { Parameters = [one] }], new Adam(0.01),
            said: static _ => { }), "is given twice");
        Refuses<ArgumentException>(() => new TorchOptimizer(nn.ReLU(), new Adam(0.01)), "there are no parameters; expected at least one");
        using var empty = new Parameter(zeros(0, 3));
        Refuses<ArgumentException>(() => new TorchOptimizer(Named(("none", empty)), new Adam(0.01)), "tensor 'none' has shape [0, 3]");
    }

    [Fact]
    public void Learning_rates_that_are_no_numbers()
    {
        using Sequential model = Models.TwoLayers();
        using var optimizer = new TorchOptimizer(model, new Adam(0.01));

        Assert.All((double[])[double.NaN, double.PositiveInfinity, -1], rate =>
        {
            optimizer.ParamGroups.Single().LearningRate = rate;
            Refuses<InvalidOperationException>(() => optimizer.step(), "expected a finite number of at least 0");
        });
        Assert.Equal(0, optimizer.Iteration);
    }

    [Fact]
    public void Groups_that_come_late_and_parameters_that_are_gone()
    {
        using Sequential model = Models.TwoLayers();
        using var late = new Parameter(zeros(2));
        using var optimizer = new TorchOptimizer(model.parameters(), new Adam(0.01), said: static _ => { });
        optimizer.add_param_group(new ParamGroup { Parameters = [late] });
        optimizer.step();

        using var later = new Parameter(zeros(2));
        Assert.Contains("a group of parameters comes after 1 steps", Assert.Throws<InvalidOperationException>(
            () => optimizer.add_param_group(new ParamGroup { Parameters = [later] })).Message, StringComparison.Ordinal);
        model.to(ScalarType.BFloat16);
        Refuses<InvalidOperationException>(() => optimizer.step(), "parameter 'parameter_0' is gone, as moving a model makes new ones; "
            + "expected an optimizer made from the model itself, or made after the move");
    }

    [Fact]
    public void Names_of_optimizers_that_are_not_there()
    {
        using Sequential model = Models.TwoLayers();

        Refuses<FileNotFoundException>(() => new TorchLearnedOptimizer(model, "pretrained/sigmod"), "did you mean 'pretrained/sigmoid'?");
        Refuses<ArgumentException>(() => new TorchLearnedOptimizer(model, "pretrained/sigmoid:clip=-1"), "a norm above 0");
    }

    private static (string name, Parameter parameter)[] Named(params (string, Parameter)[] parameters) => parameters;

    private static void Refuses<TException>(Func<object?> action, string message) where TException : Exception =>
        Assert.Contains(message, Assert.ThrowsAny<TException>(action).Message, StringComparison.Ordinal);
}
