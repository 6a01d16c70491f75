using L2O.Numerics;
using L2O.Optimizers;
using TorchSharp;
using TorchSharp.Modules;

namespace L2O.TorchSharp.Tests;

/// <summary>L2O's own loop beside a TorchSharp model: one flat theta, stepped with the model's gradients.</summary>
internal sealed class OwnLoop
{
    private readonly torch.nn.Module _model;
    private readonly float[] _gradient;

    public OwnLoop(torch.nn.Module model, IOptimizer<float> optimizer, int steps, Func<string, TensorRole?>? roleOf = null)
    {
        _model = model;
        ParameterLayout layout = new ParameterLayout([.. model.named_parameters().Select(static pair =>
            (pair.name, pair.parameter.shape.Select(static size => (int)size).ToArray()))])
            .WithRoles(slot => roleOf?.Invoke(slot.Name));
        Run = optimizer.Start(layout, new RunContext(steps, givesLoss: true));
        Theta = Models.ValuesOf(model);
        _gradient = new float[Theta.Length];
    }

    /// <summary>The run.</summary>
    public OptimizerRun<float> Run { get; }

    /// <summary>(n) its parameters.</summary>
    public float[] Theta { get; }

    /// <summary>The roles of <see cref="Models.Convolutional"/>.</summary>
    public static TensorRole? RoleOf(string name) => name switch
    {
        "norm.weight" or "norm.bias" or "layernorm.weight" or "layernorm.bias" => TensorRole.Normalization,
        "head.weight" => TensorRole.Head,
        _ => null,
    };

    /// <summary>A step with the gradients that the model has now.</summary>
    public void Step(double loss)
    {
        int k = 0;
        foreach (Parameter parameter in _model.parameters())
            Models.ValuesOf(parameter.grad!).CopyTo(Run.Layout.Slots[k++].Of(_gradient.AsSpan()));
        Run.Step(Theta, _gradient, default, loss);
    }
}
