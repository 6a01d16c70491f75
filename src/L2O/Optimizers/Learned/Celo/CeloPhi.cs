using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Kernels.HyperLstm;
using L2O.Kernels.SmallMlp;
using L2O.Numerics;
using L2O.Optimizers.Learned.Factored;
using L2O.Optimizers.Learned.Hyper;

namespace L2O.Optimizers.Learned.Celo;

/// <summary>Names and shapes of phi's tensors, and what they are to the kernels.</summary>
internal static class CeloPhi
{
    /// <summary>Units of the LSTM.</summary>
    public const int LstmSize = 64;

    private const int Hidden = SmallMlpForm.VeloHidden;
    private const int Outputs = 3; // of which the third is not read
    private const string Lstm = "rnn_params.rnn.linear", Shared = "rnn_params.linear_1", Own = "rnn_params.linear_2",
        Rate = "rnn_params.step_size", InitialHidden = "lstm_init_state.hidden", InitialCell = "lstm_init_state.cell";

    private static readonly int[] s_blocks = [1, 1, 1, 3, 1, 3, 1, 3, 1, 3, 3, 3, 3, 3];

    /// <summary>The small network.</summary>
    public static (string, int[])[] Network =>
    [
        .. s_blocks.Select(static (features, block) => ($"w0.{block}", (int[])[features, Hidden])), ("b0", [Hidden]),
        ("dense_w.0", [Hidden, Hidden]), ("dense_b.0", [Hidden]), ("dense_w.1", [Hidden, Outputs]), ("dense_b.1", [Outputs]),
    ];

    /// <summary>The schedule.</summary>
    public static (string, int[])[] Schedule(bool hasControls)
    {
        (string, int[])[] controls = [("rnn_params.rnn_to_controls.w", [LstmSize, 1]), ("rnn_params.rnn_to_controls.b", [1])];
        return
        [
            (InitialHidden, [LstmSize]), (InitialCell, [LstmSize]),
            .. Layer("rnn_params.linear", HyperState<float>.Shared, LstmSize), .. Layer(Shared, HyperState<float>.Shared, LstmSize),
            .. Layer(Own, HyperState<float>.Shared, LstmSize), .. Layer(Lstm, 2 * LstmSize, 4 * LstmSize),
            .. hasControls ? controls : [], .. Layer(Rate, LstmSize, 1),
        ];
    }

    /// <summary>Draws a fresh phi.</summary>
    public static void Initialize<T>(ParameterLayout layout, Span<T> phi, Rng rng) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        phi.Clear();
        foreach (ParameterSlot slot in layout.Slots)
            if (slot.Shape.Length == 2)
                PhiDraw.Fill(slot.Of(phi),
                    1 / Math.Sqrt(slot.Name.StartsWith("w0", StringComparison.Ordinal) ? FeatureTable.All : slot.Shape[0]), rng);
    }

    /// <summary>Gives the schedule to the kernels.</summary>
    public static void Pack<T>(ParameterLayout layout, ReadOnlySpan<T> phi, HyperWeights<T> weights, Span<T> hidden, Span<T> cell)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        layout[$"{Shared}.w"].Of(phi).CopyTo(weights.Shared);
        layout[$"{Shared}.b"].Of(phi).CopyTo(weights.SharedBias);
        layout[$"{Own}.w"].Of(phi).CopyTo(weights.Own);
        layout[$"{Own}.b"].Of(phi).CopyTo(weights.OwnBias);
        layout[$"{Lstm}.w"].Of(phi).CopyTo(weights.Gates);
        layout[$"{Lstm}.b"].Of(phi).CopyTo(weights.GateBias);
        layout[$"{Rate}.w"].Of(phi).CopyTo(weights.Rate);
        layout[$"{Rate}.b"].Of(phi).CopyTo(weights.RateBias);
        layout[InitialHidden].Of(phi).CopyTo(hidden);
        layout[InitialCell].Of(phi).CopyTo(cell);
    }

    /// <summary>Gives the small network to the kernels: its third output is left out.</summary>
    public static void Pack<T>(ParameterLayout layout, ReadOnlySpan<T> phi, FeatureWeights<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int first = weights.First.Length, second = (Hidden + 1) * Hidden;
        phi[..first].CopyTo(weights.First);
        phi.Slice(first, second).CopyTo(weights.Further);
        ReadOnlySpan<T> output = layout["dense_w.1"].Of(phi);
        Span<T> further = weights.Further[second..];
        for (int input = 0; input < Hidden; input++)
            output.Slice(input * Outputs, SmallMlpForm.Outputs).CopyTo(further[(input * SmallMlpForm.Outputs)..]);
        layout["dense_b.1"].Of(phi)[..SmallMlpForm.Outputs].CopyTo(further[(Hidden * SmallMlpForm.Outputs)..]);
    }

    private static (string, int[])[] Layer(string name, int inputs, int outputs) =>
        [($"{name}.w", [inputs, outputs]), ($"{name}.b", [outputs])];
}
