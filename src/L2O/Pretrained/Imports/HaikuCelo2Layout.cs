using L2O.Files;
using L2O.Numerics;
using L2O.Optimizers.Learned.Celo2;

namespace L2O.Pretrained.Imports;

/// <summary>Celo2 and ELO-CELO2 as Haiku stores them: <c>MODULE/w0__0</c> to <c>w0__13</c>, <c>b0</c>, <c>w1</c>, <c>b1</c>, ...</summary>
internal sealed class HaikuCelo2Layout : IWeightLayout
{
    private const string First = "w0__0";
    private const string OfSchedule = "rnn_params";

    private static ParameterSlot FirstSlot => new Celo2().PhiLayout().Slots[0];

    /// <inheritdoc/>
    public string Kind => "celo2";

    /// <inheritdoc/>
    public string Project => "Celo2 (amoudgl/celo)";

    /// <inheritdoc/>
    public bool Fits(SafetensorsFile weights) => PublishedTensors.PrefixOf(weights, First) is { } prefix
        && weights.Shape(prefix + First).AsSpan().EndsWith(FirstSlot.Shape.AsSpan())
        && !weights.Names.Any(static name => name.Split('/').Contains(OfSchedule));

    /// <inheritdoc/>
    public StateDict Convert(SafetensorsFile weights)
    {
        var tensors = new PublishedTensors(weights, PublishedTensors.PrefixOf(weights, First)!);
        var settings = new Celo2();
        foreach (ParameterSlot slot in settings.PhiLayout().Slots)
            tensors.Take(NameOf(slot.Name), slot.Name, slot.Shape.AsSpan());
        return new StateDict(tensors.Finish(), settings);
    }

    // w0.3 is w0__3, dense_w.0 is w1.
    private static string NameOf(string phi) => phi.Split('.') switch
    {
        ["w0", var block] => $"w0__{block}",
        ["dense_w", var layer] => $"w{int.Parse(layer, System.Globalization.CultureInfo.InvariantCulture) + 1}",
        ["dense_b", var layer] => $"b{int.Parse(layer, System.Globalization.CultureInfo.InvariantCulture) + 1}",
        _ => phi,
    };
}
