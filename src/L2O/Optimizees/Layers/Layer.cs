using System.Collections.Immutable;
using System.Numerics;
using L2O.Optimizees.Activations;

namespace L2O.Optimizees.Layers;

/// <summary>
/// The library's layers, to be put together with one's own in a <see cref="Network{T}"/>. A layer keeps what its backward pass needs, so no
/// two networks may share one.
/// </summary>
public static class Layer
{
    /// <summary>y = x Wᵀ + b, weight and bias uniform in ±1/√inputs at the start, as in PyTorch.</summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="name">Prefix of the tensors' names: <c>NAME.weight</c> (outputs, inputs) and <c>NAME.bias</c>.</param>
    /// <param name="inputs">Input features, positive.</param>
    /// <param name="outputs">Output features, positive.</param>
    /// <param name="compute">Where to run.</param>
    public static ILayer<T> Affine<T>(string name, int inputs, int outputs, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new Affine<T>(name, inputs, outputs, compute);

    /// <summary>A function of each feature.</summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="kind">The function.</param>
    /// <param name="size">Features, positive.</param>
    /// <param name="compute">Where to run.</param>
    public static ILayer<T> Activation<T>(ActivationKind kind, int size, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new Activation<T>(kind, size, compute);

    /// <summary>Functions in turn: one for each feature, or, by <paramref name="bySample"/>, one for each sample of a batch.</summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="kinds">The functions, at least one.</param>
    /// <param name="size">Features, positive.</param>
    /// <param name="compute">Where to run.</param>
    /// <param name="bySample">Whether the samples take turns, not the features.</param>
    public static ILayer<T> MixedActivation<T>(ImmutableArray<ActivationKind> kinds, int size, Compute compute, bool bySample = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        bySample ? new SampleMixedActivation<T>(kinds, size, compute) : new FeatureMixedActivation<T>(kinds, size, compute);

    /// <summary>Batch normalization of each feature, with weight and bias.</summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="name">Prefix of the tensors' names.</param>
    /// <param name="size">Features, positive.</param>
    /// <param name="statistics">What evaluation normalizes with.</param>
    public static ILayer<T> BatchNorm<T>(string name, int size, BatchNormStatistics statistics = BatchNormStatistics.Tracked)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new BatchNorm<T>(name, size, statistics);

    /// <summary>Batch normalization of each channel of an image, with weight and bias.</summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="name">Prefix of the tensors' names.</param>
    /// <param name="image">Shape of a sample.</param>
    /// <param name="statistics">What evaluation normalizes with.</param>
    public static ILayer<T> BatchNorm2d<T>(string name, ImageShape image, BatchNormStatistics statistics = BatchNormStatistics.Tracked)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new BatchNorm2d<T>(name, image, statistics);

    /// <summary>Normalization over the features of each sample, with weight and bias.</summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="name">Prefix of the tensors' names.</param>
    /// <param name="size">Features, positive.</param>
    public static ILayer<T> LayerNorm<T>(string name, int size)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new LayerNorm<T>(name, size);

    /// <summary>Normalization over the features that fades away along the training, as in the study.</summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="name">Prefix of the statistic's name.</param>
    /// <param name="size">Features, positive.</param>
    /// <param name="duration">Training passes until nothing is left of it, positive.</param>
    public static ILayer<T> LayerNormFade<T>(string name, int size, int duration)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new LayerNormFade<T>(name, size, duration);

    /// <summary>Convolution of an image.</summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="name">Prefix of the tensors' names.</param>
    /// <param name="input">Shape of a sample.</param>
    /// <param name="outputChannels">Number of kernels, positive.</param>
    /// <param name="kernelSize">Rows and columns of a kernel, from 1 to the padded input's.</param>
    /// <param name="compute">Where to run.</param>
    /// <param name="padding">Zeros around the input on each side, 0 or more.</param>
    /// <param name="stride">Rows and columns from one place of a kernel to the next, positive.</param>
    public static ILayer<T> Conv2d<T>(
        string name, ImageShape input, int outputChannels, int kernelSize, Compute compute, int padding = 0, int stride = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new Conv2d<T>(name, input, outputChannels, kernelSize, compute, padding, stride: stride);

    /// <summary>The largest of each 2 × 2 pixels.</summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="input">Shape of a sample: at least 2 rows and 2 columns.</param>
    /// <param name="compute">Where to run.</param>
    public static ILayer<T> MaxPool2d<T>(ImageShape input, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new MaxPool2d<T>(input, compute);

    /// <summary>The mean of each 2 × 2 pixels.</summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="input">Shape of a sample: at least 2 rows and 2 columns.</param>
    /// <param name="compute">Where to run.</param>
    public static ILayer<T> AveragePool2d<T>(ImageShape input, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new AveragePool2d<T>(input, compute);

    /// <summary>The mean of each channel.</summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="input">Shape of a sample.</param>
    /// <param name="compute">Where to run.</param>
    public static ILayer<T> GlobalAveragePool2d<T>(ImageShape input, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new GlobalAveragePool2d<T>(input, compute);

    /// <summary>What goes in, added to what layers make of it.</summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="layers">At least one, one behind the other; the last gives as many features as the first takes.</param>
    public static ILayer<T> Residual<T>(params IReadOnlyList<ILayer<T>> layers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new Residual<T>(layers);
}
