using L2O.Files;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Elo;
using L2O.Optimizers.Learned.Factored;
using L2O.Optimizers.Learned.SmallFc;

namespace L2O.Pretrained.Imports;

/// <summary>
/// The small network of 39 inputs as Haiku stores it, <c>nn/MODULE/w0</c> (39, h), <c>b0</c>, <c>w1</c>, ...: with the offsets of its
/// decays beside <c>nn</c> it is the one of google/learned_optimization, without them ELO.
/// </summary>
/// <param name="hasDecays">Whether there are offsets of decays.</param>
internal sealed class HaikuMlpLayout(bool hasDecays) : IWeightLayout
{
    private const string FirstWeight = "w0", FirstDecays = "momentum_decays";
    private const int Inputs = 39, Outputs = 2;

    /// <inheritdoc/>
    public string Kind => hasDecays ? "smallFc" : "elo";

    /// <inheritdoc/>
    public string Project => hasDecays ? "AdafacMLPLOpt (google/learned_optimization)" : "ELO (Haiku)";

    /// <inheritdoc/>
    public bool Fits(SafetensorsFile weights) => PublishedTensors.PrefixOf(weights, FirstWeight) is { } module
        && weights.Shape(module + FirstWeight) is [Inputs, _]
        && PublishedTensors.PrefixOf(weights, FirstDecays) is not null == hasDecays;

    /// <inheritdoc/>
    public StateDict Convert(SafetensorsFile weights)
    {
        string prefix = PublishedTensors.PrefixOf(weights, FirstWeight)!;
        var tensors = new PublishedTensors(weights, hasDecays ? PublishedTensors.PrefixOf(weights, FirstDecays)! : prefix);
        string module = tensors.Inside(prefix);
        int hidden = tensors.Shape(module + FirstWeight, 2)[1];
        ILearnedOptimizer settings = StateDictLayout.Checked<ILearnedOptimizer>(weights,
            () => hasDecays ? new SmallFc(hidden, convolutions: ConvolutionForm.Tensor)
                : new Elo(hidden, convolutions: ConvolutionForm.Tensor));
        TakeLayer(tensors, $"{module}w0", $"{module}b0", "network.input", Inputs, hidden);
        TakeLayer(tensors, $"{module}w1", $"{module}b1", "network.linear_0", hidden, hidden);
        TakeLayer(tensors, $"{module}w2", $"{module}b2", "network.output", hidden, Outputs);
        if (hasDecays)
            foreach ((string name, int count) in PyloMlpLayout.Decays)
                tensors.Take(name, name, count);
        return new StateDict(tensors.Finish(), settings);
    }

    private static void TakeLayer(PublishedTensors tensors, string weight, string bias, string to, int inputs, int outputs)
    {
        tensors.TakeTransposed(weight, $"{to}.weight", inputs, outputs);
        tensors.Take(bias, $"{to}.bias", outputs);
    }
}
