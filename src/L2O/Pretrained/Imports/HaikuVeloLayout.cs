using L2O.Files;
using L2O.Optimizers.Learned.Factored;
using L2O.Optimizers.Learned.Velo;

namespace L2O.Pretrained.Imports;

/// <summary>
/// VeLO as google/learned_optimization publishes it: trees <c>ff_mod_stack</c>, a bank of small networks, <c>lstm_init_state</c> and
/// <c>rnn_params</c> of Haiku, all matrices (in, out).
/// </summary>
internal sealed class HaikuVeloLayout : IWeightLayout
{
    private const int Inputs = 30;
    private const int Hidden = 4;
    private const int Outputs = 3;
    private const double MixFactor = 100;
    private const int SmallLstm = 64, SmallBank = 32; // the Celo repository's velo_s, whose mixed weights have no factor

    private static readonly int[] s_blocks = [1, 1, 1, 3, 1, 3, 1, 3, 1, 3, 3, 3, 3, 3];

    /// <inheritdoc/>
    public string Kind => "velo";

    /// <inheritdoc/>
    public string Project => "VeLO (google/learned_optimization)";

    /// <inheritdoc/>
    public bool Fits(SafetensorsFile weights) => PublishedTensors.PrefixOf(weights, HaikuNames.SecondLayer) is { } prefix
        && weights.Shape(prefix + HaikuNames.SecondLayer) is [Inputs, _]
        && PublishedTensors.PrefixOf(weights, HaikuNames.First) is not null;

    /// <inheritdoc/>
    public StateDict Convert(SafetensorsFile weights)
    {
        var tensors = new PublishedTensors(weights, PublishedTensors.PrefixOf(weights, HaikuNames.SecondLayer)!);
        string module = tensors.Inside(PublishedTensors.PrefixOf(weights, HaikuNames.First)!);
        int lstm = tensors.Shape(HaikuNames.SecondLayer, 2)[1], bank = tensors.Shape($"{module}b0", 2)[0];
        Velo settings = StateDictLayout.Checked(weights,
            () => new Velo(lstm, bank, lstm == SmallLstm && bank == SmallBank ? 1 : MixFactor, convolutions: ConvolutionForm.Tensor));
        TakeBank(tensors, module, bank);
        TakeLayer(tensors, "linear", "mix_layer1", Inputs, lstm);
        TakeLayer(tensors, "linear_1", "mix_layer2", Inputs, lstm);
        TakeLayer(tensors, "linear_2", "final_mix_layer", Inputs, lstm);
        TakeLayer(tensors, "rnn/linear", "lstm.linear", 2 * lstm, 4 * lstm);
        TakeLayer(tensors, "rnn_to_controls", "rnn_to_controls", lstm, bank);
        TakeLayer(tensors, "step_size", "step_size", lstm, 1);
        tensors.Take($"{HaikuNames.InitialState}/hidden", "rnn.lstm_init_state.0", 1, lstm);
        tensors.Take($"{HaikuNames.InitialState}/cell", "rnn.lstm_init_state.1", 1, lstm);
        return new StateDict(tensors.Finish(), settings);
    }

    private static void TakeLayer(PublishedTensors tensors, string from, string to, int inputs, int outputs)
    {
        tensors.TakeTransposed($"{HaikuNames.Recurrent}/{from}/w", $"rnn.{to}.weight", inputs, outputs);
        tensors.Take($"{HaikuNames.Recurrent}/{from}/b", $"rnn.{to}.bias", outputs);
    }

    private static void TakeBank(PublishedTensors tensors, string module, int bank)
    {
        float[] first = new float[bank * Hidden * Inputs];
        for (int block = 0, feature = 0; block < s_blocks.Length; feature += s_blocks[block++])
            Transpose(tensors.Read($"{module}w0__{block}", bank, s_blocks[block], Hidden), s_blocks[block], Hidden, first, feature,
                Inputs);
        tensors.Add("mlp.input_weights_", first, bank, Hidden, Inputs);
        tensors.Take($"{module}b0", "mlp.input_bias_", bank, Hidden);
        float[] second = new float[bank * Hidden * Hidden], third = new float[bank * Outputs * Hidden];
        Transpose(tensors.Read($"{module}w1", bank, Hidden, Hidden), Hidden, Hidden, second, 0, Hidden);
        Transpose(tensors.Read($"{module}w2", bank, Hidden, Outputs), Hidden, Outputs, third, 0, Hidden);
        tensors.Add("mlp.hidden_weights_.0", second, bank, Hidden, Hidden);
        tensors.Take($"{module}b1", "mlp.hidden_bias_.0", bank, Hidden);
        tensors.Add("mlp.output_weights_", third, bank, Outputs, Hidden);
        tensors.Take($"{module}b2", "mlp.output_bias_", bank, Outputs);
    }

    // (network, rows, columns) into (network, columns, width), from a place in the last dimension on
    private static void Transpose(float[] from, int rows, int columns, float[] to, int place, int width)
    {
        for (int i = 0; i < from.Length; i++)
        {
            int network = i / (rows * columns), row = i / columns % rows, column = i % columns;
            to[(network * columns + column) * width + place + row] = from[i];
        }
    }
}
