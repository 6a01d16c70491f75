using System.Collections.Immutable;
using L2O.Optimizers;

namespace L2O.MetaTraining.Tasks;

/// <summary>Tasks to draw from: data, networks, batch sizes and augmentations, each drawn independently for every inner run.</summary>
public sealed record TaskDistribution
{
    /// <summary>Describes tasks.</summary>
    /// <param name="data">Data sets; null means the embedded digits.</param>
    /// <param name="networks">Networks; null means one hidden layer of 32 rectified units.</param>
    /// <param name="batchSizes">Samples a batch, of which one number is drawn; null means 64.</param>
    /// <param name="augmentation">Changes of the tasks; null for none.</param>
    /// <param name="weight">How often this distribution is drawn from, next to the others of its family; positive.</param>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public TaskDistribution(
        ImmutableArray<DataVariation>? data = null, NetworkDistribution? networks = null, ImmutableArray<int>? batchSizes = null,
        AugmentationSettings? augmentation = null, double weight = 1)
    {
        Data = data is { IsDefaultOrEmpty: false } ? data.Value : [new DataVariation("digits")];
        Networks = networks ?? new NetworkDistribution();
        BatchSizes = batchSizes is { IsDefaultOrEmpty: false } ? batchSizes.Value : [64];
        if (BatchSizes.FirstOrDefault(static size => size is < 1 or > 1_000_000, 1) is var bad and not 1)
            throw new ArgumentOutOfRangeException(nameof(batchSizes), $"batchSizes has {bad}; expected 1 to 1000000");
        Augmentation = augmentation;
        Weight = SettingRange.Positive(weight, nameof(weight));
    }

    /// <summary>Data sets.</summary>
    public ImmutableArray<DataVariation> Data { get; }

    /// <summary>Networks.</summary>
    public NetworkDistribution Networks { get; }

    /// <summary>Samples a batch, of which one number is drawn.</summary>
    public ImmutableArray<int> BatchSizes { get; }

    /// <summary>Changes of the tasks; null for none.</summary>
    public AugmentationSettings? Augmentation { get; }

    /// <summary>How often this distribution is drawn from.</summary>
    public double Weight { get; }
}
