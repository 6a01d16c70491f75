using L2O.Files;
using L2O.Numerics;
using L2O.Optimizers.Learned.Factored;
using L2O.Optimizers.Learned.Velo;

namespace L2O.Pretrained.Imports;

/// <summary>
/// VeLO as PyLO publishes it: the state dictionaries of its two modules, in two files with bare names, or in one with <c>mlp.</c> and
/// <c>rnn.</c> in front. The weights that the module of the bank had mixed last are no part of phi.
/// </summary>
internal sealed class PyloVeloLayout : IWeightLayout
{
    private const string Bank = "mlp.", Lstm = "rnn.", BankMark = "input_bias_", LstmMark = "mix_layer2.bias";

    private static readonly string[] s_mixed =
        ["input_weights", "input_bias", "hidden_weights.0", "hidden_bias.0", "output_weights", "output_bias"];

    /// <inheritdoc/>
    public string Kind => "velo";

    /// <inheritdoc/>
    public string Project => "PyLO (VeLO)";

    /// <inheritdoc/>
    public bool Fits(SafetensorsFile weights) =>
        StateDict.Find(weights, BankMark) is not null || StateDict.Find(weights, LstmMark) is not null;

    /// <inheritdoc/>
    public StateDict Convert(SafetensorsFile weights)
    {
        if (StateDict.Find(weights, BankMark) is not { } bank || StateDict.Find(weights, LstmMark) is not { } lstm)
            throw new InvalidDataException($"{weights.Path}: it has one of VeLO's two modules; expected the files of both, RNN and MLP");
        var tensors = new PublishedTensors(weights, "");
        int size = tensors.Shape(lstm + LstmMark, 1)[0], networks = tensors.Shape(bank + BankMark, 2)[0];
        Velo settings = StateDictLayout.Checked(weights, () => new Velo(size, networks, convolutions: ConvolutionForm.Tensor));
        foreach (ParameterSlot slot in settings.PhiLayout().Slots)
            tensors.Take(slot.Name.StartsWith(Bank, StringComparison.Ordinal) ? bank + slot.Name[Bank.Length..]
                : lstm + slot.Name[Lstm.Length..], slot.Name, slot.Shape.AsSpan());
        foreach (string mixed in s_mixed)
            tensors.Ignore(bank + mixed);
        return new StateDict(tensors.Finish(), settings);
    }
}
