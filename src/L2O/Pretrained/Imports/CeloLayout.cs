using L2O.Files;
using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Celo;
using L2O.Optimizers.Learned.Factored;

namespace L2O.Pretrained.Imports;

/// <summary>
/// Celo and Celo-Adam as amoudgl/celo publishes them: trees <c>ff_mod_stack</c> (not in Celo-Adam), <c>lstm_init_state</c> and
/// <c>rnn_params</c> of Haiku, with a bank of one network.
/// </summary>
/// <param name="hasNetwork">Whether it is Celo; false is Celo-Adam.</param>
internal sealed class CeloLayout(bool hasNetwork) : IWeightLayout
{
    private const int ScheduleInputs = 18; // VeLO's LSTM reads 30

    /// <inheritdoc/>
    public string Kind => hasNetwork ? "celo" : "celoAdam";

    /// <inheritdoc/>
    public string Project => hasNetwork ? "Celo (amoudgl/celo)" : "Celo-Adam (amoudgl/celo)";

    /// <inheritdoc/>
    public bool Fits(SafetensorsFile weights) => PublishedTensors.PrefixOf(weights, HaikuNames.SecondLayer) is { } prefix
        && weights.Shape(prefix + HaikuNames.SecondLayer) is [ScheduleInputs, _]
        && PublishedTensors.PrefixOf(weights, HaikuNames.First) is not null == hasNetwork;

    /// <inheritdoc/>
    public StateDict Convert(SafetensorsFile weights)
    {
        string prefix = PublishedTensors.PrefixOf(weights, HaikuNames.SecondLayer)!;
        var tensors = new PublishedTensors(weights, prefix);
        string module = hasNetwork ? tensors.Inside(PublishedTensors.PrefixOf(weights, HaikuNames.First)!) : "";
        ILearnedOptimizer settings = hasNetwork ? new Celo(convolutions: ConvolutionForm.Tensor) : new CeloAdam();
        foreach (ParameterSlot slot in settings.PhiLayout().Slots)
        {
            bool isSchedule = slot.Name.StartsWith(HaikuNames.Recurrent, StringComparison.Ordinal)
                || slot.Name.StartsWith(HaikuNames.InitialState, StringComparison.Ordinal);
            tensors.Take(isSchedule ? slot.Name.Replace('.', '/') : module + HaikuNames.Of(slot.Name), slot.Name, slot.Shape.AsSpan());
        }
        return new StateDict(tensors.Finish(), settings);
    }
}
