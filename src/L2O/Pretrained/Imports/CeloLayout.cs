using System.Globalization;
using L2O.Files;
using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Celo;

namespace L2O.Pretrained.Imports;

/// <summary>Celo or Celo-Adam as amoudgl/celo publishes them: Haiku's modules in a flax state.</summary>
/// <param name="hasNetwork">Whether the small network is there, which makes it Celo.</param>
internal sealed class CeloLayout(bool hasNetwork) : IWeightLayout
{
    private const string Mark = "rnn_params/step_size/w", Input = "rnn_params/linear_1/w";
    private const string Network = "ff_mod_stack/~/", First = Network + "w0__0";

    private ILearnedOptimizer Settings => hasNetwork ? new Celo() : new CeloAdam();

    /// <inheritdoc/>
    public string Kind => hasNetwork ? "celo" : "celoAdam";

    /// <inheritdoc/>
    public string Project => hasNetwork ? "Celo (amoudgl/celo)" : "Celo-Adam (amoudgl/celo)";

    /// <inheritdoc/>
    public bool Fits(SafetensorsFile weights) => PublishedTensors.PrefixOf(weights, Mark) is { } prefix
        && weights.Contains(prefix + First) == hasNetwork && weights.Contains(prefix + Input)
        && weights.Shape(prefix + Input).AsSpan().SequenceEqual(Settings.PhiLayout()["rnn_params.linear_1.w"].Shape.AsSpan());

    /// <inheritdoc/>
    public StateDict Convert(SafetensorsFile weights)
    {
        var tensors = new PublishedTensors(weights, PublishedTensors.PrefixOf(weights, Mark)!);
        foreach (ParameterSlot slot in Settings.PhiLayout().Slots)
            tensors.Take(NameOf(slot.Name), slot.Name, slot.Shape.AsSpan());
        return new StateDict(tensors.Finish(), Settings);
    }

    // w0.3 is w0__3, dense_w.0 is w1; dots of the schedule are slashes.
    private static string NameOf(string phi) => phi.Split('.') switch
    {
        ["w0", var block] => $"{Network}w0__{block}",
        ["b0"] => $"{Network}b0",
        ["dense_w", var layer] => $"{Network}w{Next(layer)}",
        ["dense_b", var layer] => $"{Network}b{Next(layer)}",
        _ => phi.Replace('.', '/'),
    };

    private static int Next(string layer) => int.Parse(layer, CultureInfo.InvariantCulture) + 1;
}
