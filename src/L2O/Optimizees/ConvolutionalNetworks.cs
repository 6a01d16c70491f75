using System.Numerics;
using L2O.Kernels;

namespace L2O.Optimizees;

/// <summary>The convolutional networks of the catalog, for grey images of 28x28.</summary>
internal static class ConvolutionalNetworks
{
    private const int ImageSide = 28;

    /// <summary>conv 3x3, 16 → ReLU → pool → conv 5x5, 32 → ReLU → pool → affine.</summary>
    public static Network<T> ConvMnist<T>(int inputSize, int classCount, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var layers = new List<ILayer<T>>();
        ImageShape image = AddStage(layers, 0, Input("conv-mnist", inputSize), 16, 3, 0, compute);
        image = AddStage(layers, 3, image, 32, 5, 0, compute);
        layers.Add(new Affine<T>("fc_layer", image.Size, classCount, compute));
        return new Network<T>(layers, compute);
    }

    /// <summary>LeNet-5 (LeCun et al., 1998) with ReLU and max-pooling; the first convolution pads the image to 32x32.</summary>
    public static Network<T> LeNet<T>(int inputSize, int classCount, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var layers = new List<ILayer<T>>();
        ImageShape image = AddStage(layers, 0, Input("lenet", inputSize), 6, 5, 2, compute);
        image = AddStage(layers, 3, image, 16, 5, 0, compute);
        layers.Add(new Affine<T>("fc_layers.0", image.Size, 120, compute));
        layers.Add(new Activation<T>(ActivationKind.Relu, 120, compute));
        layers.Add(new Affine<T>("fc_layers.2", 120, 84, compute));
        layers.Add(new Activation<T>(ActivationKind.Relu, 84, compute));
        layers.Add(new Affine<T>("fc_layers.4", 84, classCount, compute));
        return new Network<T>(layers, compute);
    }

    private static ImageShape Input(string name, int inputSize) => inputSize == ImageSide * ImageSide
        ? new ImageShape(1, ImageSide, ImageSide)
        : throw new ArgumentException($"optimizee '{name}' got samples of {inputSize} features; expected {ImageSide * ImageSide}, a grey image of {ImageSide}x{ImageSide}", nameof(inputSize));

    // Numbered as in stored state dicts, where the activation and the pooling count too.
    private static ImageShape AddStage<T>(List<ILayer<T>> layers, int number, ImageShape image, int channels, int kernelSize, int padding, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var convolution = new Conv2d<T>($"conv_layers.{number}", image, channels, kernelSize, compute, padding);
        var pool = new MaxPool2d<T>(convolution.Output, compute);
        layers.Add(convolution);
        layers.Add(new Activation<T>(ActivationKind.Relu, convolution.Output.Size, compute));
        layers.Add(pool);
        return pool.Output;
    }
}
