using System.Numerics;
using L2O.Optimizees.Activations;
using L2O.Optimizees.Layers;
using L2O.Optimizees.Losses;

namespace L2O.Optimizees;

/// <summary>The convolutional networks of the catalog, each for images of one size.</summary>
internal static class ConvolutionalNetworks
{
    private static ImageShape MnistImage => new(1, 28, 28);

    private static ImageShape CifarImage => new(3, 32, 32);

    /// <summary>conv 3x3, 16 → ReLU → pool → conv 5x5, 32 → ReLU → pool → affine.</summary>
    public static Network<T> ConvMnist<T>(int inputSize, int outputSize, WeightInitialization initialization,
        ILoss<T> loss, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var layers = new List<ILayer<T>>();
        ImageShape image = AddStage(layers, 0, Input("conv-mnist", inputSize, MnistImage), 16, 3, 0, initialization, compute);
        image = AddStage(layers, 3, image, 32, 5, 0, initialization, compute);
        layers.Add(new Affine<T>("fc_layer", image.Size, outputSize, compute, initialization));
        return new Network<T>(layers, loss);
    }

    /// <summary>LeNet-5 (LeCun et al., 1998) with ReLU and max-pooling; the first convolution pads the image to 32x32.</summary>
    public static Network<T> LeNet<T>(int inputSize, int outputSize, WeightInitialization initialization, ILoss<T> loss, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var layers = new List<ILayer<T>>();
        ImageShape image = AddStage(layers, 0, Input("lenet", inputSize, MnistImage), 6, 5, 2, initialization, compute);
        image = AddStage(layers, 3, image, 16, 5, 0, initialization, compute);
        layers.Add(new Affine<T>("fc_layers.0", image.Size, 120, compute, initialization));
        layers.Add(new Activation<T>(ActivationKind.Relu, 120, compute));
        layers.Add(new Affine<T>("fc_layers.2", 120, 84, compute, initialization));
        layers.Add(new Activation<T>(ActivationKind.Relu, 84, compute));
        layers.Add(new Affine<T>("fc_layers.4", 84, outputSize, compute, initialization));
        return new Network<T>(layers, loss);
    }

    /// <summary>conv 3x3, 16 → ReLU → pool → conv 3x3, 32 → ReLU → pool → affine, for color images of 32x32.</summary>
    public static Network<T> ConvCifar<T>(int inputSize, int outputSize, WeightInitialization initialization,
        ILoss<T> loss, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var layers = new List<ILayer<T>>();
        ImageShape image = AddStage(layers, 0, Input("conv-cifar", inputSize, CifarImage), 16, 3, 0, initialization, compute);
        image = AddStage(layers, 3, image, 32, 3, 0, initialization, compute);
        layers.Add(new Affine<T>("fc_layer", image.Size, outputSize, compute, initialization));
        return new Network<T>(layers, loss);
    }

    private static ImageShape Input(string name, int inputSize, ImageShape image) => inputSize == image.Size
        ? image
        : throw new ArgumentException(
            $"optimizee '{name}' got samples of {inputSize} features; expected {image.Size}, a " +
                $"{(image.Channels == 1 ? "gray" : "color")} image of {image.Height}x{image.Width}", nameof(inputSize));

    // Numbered as in stored state dicts, where the activation and the pooling count too.
    private static ImageShape AddStage<T>(List<ILayer<T>> layers, int number, ImageShape image,
        int channels, int kernelSize, int padding, WeightInitialization initialization, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var convolution = new Conv2d<T>($"conv_layers.{number}", image, channels, kernelSize, compute, padding, initialization);
        var pool = new MaxPool2d<T>(convolution.Output, compute);
        layers.Add(convolution);
        layers.Add(new Activation<T>(ActivationKind.Relu, convolution.Output.Size, compute));
        layers.Add(pool);
        return pool.Output;
    }
}
