using L2O.Files;
using L2O.Numerics;
using L2O.Optimizers.Learned.Celo2;

namespace L2O.Pretrained.Imports;

/// <summary>
/// Celo2 as Haiku stores it: <c>MODULE/w0__0</c> to <c>w0__13</c>, <c>b0</c>, <c>w1</c>, <c>b1</c>, ... Its settings are those of the Celo
/// repository, whose vectors move by Adam without bias correction at 20 times the rate.
/// </summary>
internal sealed class HaikuCelo2Layout : IWeightLayout
{
    private const double VectorRateFactor = 20;

    private static ParameterSlot FirstSlot => new Celo2().PhiLayout().Slots[0];

    /// <inheritdoc/>
    public string Kind => "celo2";

    /// <inheritdoc/>
    public string Project => "Celo2 (amoudgl/celo)";

    /// <inheritdoc/>
    public bool Fits(SafetensorsFile weights) => PublishedTensors.PrefixOf(weights, HaikuNames.First) is { } prefix
        && weights.Shape(prefix + HaikuNames.First).AsSpan().EndsWith(FirstSlot.Shape.AsSpan())
        && PublishedTensors.PrefixOf(weights, HaikuNames.SecondLayer) is null;

    /// <inheritdoc/>
    public StateDict Convert(SafetensorsFile weights)
    {
        var tensors = new PublishedTensors(weights, PublishedTensors.PrefixOf(weights, HaikuNames.First)!);
        var settings = new Celo2(vectorRule: Celo2VectorRule.UncorrectedAdam, vectorRateFactor: VectorRateFactor,
            convolutions: Celo2Convolutions.Slices);
        foreach (ParameterSlot slot in settings.PhiLayout().Slots)
            tensors.Take(HaikuNames.Of(slot.Name), slot.Name, slot.Shape.AsSpan());
        return new StateDict(tensors.Finish(), settings);
    }
}
