using System.Collections.Immutable;
using System.Numerics;
using L2O.Optimizees.Layers;

namespace L2O.Optimizees.Activations;

/// <summary>An activation of hidden units, as names of optimizees call it.</summary>
/// <param name="Name">E.g. <c>leaky-relu</c>.</param>
/// <param name="Kinds">The function, or several in turn.</param>
/// <param name="AlongSamples">Whether several take turns from sample to sample instead of from feature to feature.</param>
internal sealed record HiddenActivation(string Name, ImmutableArray<ActivationKind> Kinds, bool AlongSamples = false)
{
    private static readonly ImmutableArray<ActivationKind> s_mixture = [ActivationKind.Sigmoid, ActivationKind.Tanh, ActivationKind.Relu];

    /// <summary>All of them.</summary>
    public static ImmutableArray<HiddenActivation> All { get; } =
    [
        .. Enum.GetValues<ActivationKind>().Select(static kind => new HiddenActivation(ActivationMap.NameOf(kind), [kind])),
        new("mixed-feature", s_mixture),
        new("mixed-batch", s_mixture, AlongSamples: true),
    ];

    /// <summary>The activation of that name, or null.</summary>
    public static HiddenActivation? Find(string name) => All.FirstOrDefault(activation => activation.Name == name);

    /// <summary>The layer.</summary>
    /// <param name="size">Features.</param>
    /// <param name="compute">Where to run.</param>
    public ILayer<T> Layer<T>(int size, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Kinds.Length == 1 ? new Activation<T>(Kinds[0], size, compute)
        : AlongSamples ? new SampleMixedActivation<T>(Kinds, size, compute)
        : new FeatureMixedActivation<T>(Kinds, size, compute);
}
