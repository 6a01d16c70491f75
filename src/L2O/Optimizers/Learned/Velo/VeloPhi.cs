using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Kernels.HyperLstm;
using L2O.Kernels.SmallMlp;
using L2O.Numerics;
using L2O.Optimizers.Learned.Factored;

namespace L2O.Optimizers.Learned.Velo;

/// <summary>Names and shapes of phi's tensors, as PyLO's state dictionaries have them, and what they are to the kernels.</summary>
internal static class VeloPhi
{
    /// <summary>Features of a tensor that the LSTM reads.</summary>
    public const int TensorInputs = 30;

    /// <summary>Numbers of one network of the bank, as the kernels have them: without the third output.</summary>
    public const int NetworkCount = (FeatureTable.All + 1) * Hidden + (Hidden + 1) * Hidden + (Hidden + 1) * SmallMlpForm.Outputs;

    private const int Hidden = SmallMlpForm.VeloHidden;
    private const int Outputs = 3; // of which the third is not read

    /// <summary>The tensors.</summary>
    public static ParameterLayout Layout(int lstm, int bank) => new(
        ("mlp.input_weights_", [bank, Hidden, FeatureTable.All]), ("mlp.input_bias_", [bank, Hidden]),
        ("mlp.hidden_weights_.0", [bank, Hidden, Hidden]), ("mlp.hidden_bias_.0", [bank, Hidden]),
        ("mlp.output_weights_", [bank, Outputs, Hidden]), ("mlp.output_bias_", [bank, Outputs]),
        ("rnn.mix_layer1.weight", [lstm, TensorInputs]), ("rnn.mix_layer1.bias", [lstm]),
        ("rnn.mix_layer2.weight", [lstm, TensorInputs]), ("rnn.mix_layer2.bias", [lstm]),
        ("rnn.final_mix_layer.weight", [lstm, TensorInputs]), ("rnn.final_mix_layer.bias", [lstm]),
        ("rnn.lstm.linear.weight", [4 * lstm, 2 * lstm]), ("rnn.lstm.linear.bias", [4 * lstm]),
        ("rnn.rnn_to_controls.weight", [bank, lstm]), ("rnn.rnn_to_controls.bias", [bank]),
        ("rnn.step_size.weight", [1, lstm]), ("rnn.step_size.bias", [1]),
        ("rnn.lstm_init_state.0", [1, lstm]), ("rnn.lstm_init_state.1", [1, lstm]));

    /// <summary>Draws a fresh phi.</summary>
    public static void Initialize<T>(ParameterLayout layout, Span<T> phi, Rng rng) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        phi.Clear();
        foreach (ParameterSlot slot in layout.Slots)
            if (slot.Name.Contains("weight", StringComparison.Ordinal))
                PhiDraw.Fill(slot.Of(phi), 1 / Math.Sqrt(slot.Shape[^1]), rng);
    }

    /// <summary>Gives the LSTM and its layers to the kernels.</summary>
    public static void Pack<T>(ParameterLayout layout, ReadOnlySpan<T> phi, HyperWeights<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrices.Transpose(layout["rnn.mix_layer2.weight"].Of(phi), weights.Size, weights.Shared);
        layout["rnn.mix_layer2.bias"].Of(phi).CopyTo(weights.SharedBias);
        Matrices.Transpose(layout["rnn.final_mix_layer.weight"].Of(phi), weights.Size, weights.Own);
        layout["rnn.final_mix_layer.bias"].Of(phi).CopyTo(weights.OwnBias);
        Matrices.Transpose(layout["rnn.lstm.linear.weight"].Of(phi), 4 * weights.Size, weights.Gates);
        layout["rnn.lstm.linear.bias"].Of(phi).CopyTo(weights.GateBias);
        Matrices.Transpose(layout["rnn.rnn_to_controls.weight"].Of(phi), weights.Controls, weights.ControlWeights);
        layout["rnn.rnn_to_controls.bias"].Of(phi).CopyTo(weights.ControlBias);
        layout["rnn.step_size.weight"].Of(phi).CopyTo(weights.Rate);
        layout["rnn.step_size.bias"].Of(phi).CopyTo(weights.RateBias);
    }

    /// <summary>Gives the bank to the kernels: each network as <see cref="FeatureWeights{T}.Pack"/> reads it.</summary>
    /// <param name="layout">Of phi.</param>
    /// <param name="phi">(P).</param>
    /// <param name="factor">Factor of all weights.</param>
    /// <param name="bank">(network, number); overwritten.</param>
    public static void PackBank<T>(ParameterLayout layout, ReadOnlySpan<T> phi, double factor, Span<T> bank)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int networks = bank.Length / NetworkCount, place = 0;
        for (int k = 0; k < networks; k++)
        {
            Matrices.Transpose(Of(layout.Slots[0], phi, k, networks), Hidden, Next(bank, FeatureTable.All * Hidden, ref place));
            Of(layout.Slots[1], phi, k, networks).CopyTo(Next(bank, Hidden, ref place));
            Matrices.Transpose(Of(layout.Slots[2], phi, k, networks), Hidden, Next(bank, Hidden * Hidden, ref place));
            Of(layout.Slots[3], phi, k, networks).CopyTo(Next(bank, Hidden, ref place));
            Matrices.Transpose(Of(layout.Slots[4], phi, k, networks)[..(SmallMlpForm.Outputs * Hidden)], SmallMlpForm.Outputs,
                Next(bank, SmallMlpForm.Outputs * Hidden, ref place));
            Of(layout.Slots[5], phi, k, networks)[..SmallMlpForm.Outputs].CopyTo(Next(bank, SmallMlpForm.Outputs, ref place));
        }
        T scale = T.CreateTruncating(factor);
        for (int i = 0; i < bank.Length; i++)
            bank[i] *= scale;
    }

    private static ReadOnlySpan<T> Of<T>(ParameterSlot slot, ReadOnlySpan<T> phi, int network, int networks) =>
        slot.Of(phi).Slice(network * (slot.Count / networks), slot.Count / networks);

    private static Span<T> Next<T>(Span<T> bank, int count, ref int place)
    {
        Span<T> part = bank.Slice(place, count);
        place += count;
        return part;
    }
}
