using TorchSharp.Modules;
using Xunit.Sdk;
using Xunit.v3;
using static TorchSharp.torch;

[assembly: Parallelization(Mode = ParallelMode.None)] // libtorch has one random generator for all

namespace L2O.TorchSharp.Tests;

/// <summary>Small models of TorchSharp, and data for them.</summary>
internal static class Models
{
    /// <summary>Images of 8x8 with one channel, and ten classes.</summary>
    public const int Size = 8, Classes = 10;

    // Small tensors gain nothing by more threads, and threads that wait for each other spin.
    static Models() => set_num_threads(1);

    /// <summary>Convolutions, batch norm, layer norm and a head.</summary>
    public static Sequential Convolutional(long seed = 1)
    {
        manual_seed(seed);
        return nn.Sequential(
            ("first", nn.Conv2d(1, 4, 3, padding: 1)),
            ("norm", nn.BatchNorm2d(4)),
            ("active", nn.ReLU()),
            ("second", nn.Conv2d(4, 6, 3, stride: 2)),
            ("flat", nn.Flatten()),
            ("layernorm", nn.LayerNorm(54)),
            ("head", nn.Linear(54, Classes)));
    }

    /// <summary>Two linear layers: the shortest model with a hidden matrix.</summary>
    public static Sequential TwoLayers(long seed = 1)
    {
        manual_seed(seed);
        return nn.Sequential(("hidden", nn.Linear(6, 5)), ("active", nn.Tanh()), ("head", nn.Linear(5, 3)));
    }

    /// <summary>(sample, 1, 8, 8) and labels, the same for each seed.</summary>
    public static (Tensor Inputs, Tensor Labels) Images(long seed, int count = 16)
    {
        manual_seed(seed);
        return (randn(count, 1, Size, Size), randint(0, Classes, count));
    }

    /// <summary>Fills the gradients of a model's parameters and gives the loss.</summary>
    public static Tensor Differentiate(nn.Module<Tensor, Tensor> model, Tensor inputs, Tensor labels)
    {
        model.zero_grad();
        Tensor loss = nn.functional.cross_entropy(model.forward(inputs), labels);
        loss.backward();
        return loss;
    }

    /// <summary>A parameter's values.</summary>
    public static float[] ValuesOf(Tensor tensor)
    {
        using Tensor plain = tensor.detach().to(ScalarType.Float32).contiguous();
        return plain.data<float>().ToArray();
    }

    /// <summary>The values of all parameters of a model.</summary>
    public static float[] ValuesOf(nn.Module model) => [.. model.parameters().SelectMany(ValuesOf)];
}
