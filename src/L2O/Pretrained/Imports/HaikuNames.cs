using System.Globalization;

namespace L2O.Pretrained.Imports;

/// <summary>Names that Haiku gives the networks of VeLO, Celo and Celo2: the first small layer lies in blocks, one a feature.</summary>
internal static class HaikuNames
{
    /// <summary>The first block of the first layer.</summary>
    public const string First = "w0__0";

    /// <summary>The learned schedule's or hypernetwork's part of the tree.</summary>
    public const string Recurrent = "rnn_params";

    /// <summary>A layer that all LSTMs of that part have.</summary>
    public const string SecondLayer = $"{Recurrent}/linear_1/w";

    /// <summary>The initial state of that LSTM.</summary>
    public const string InitialState = "lstm_init_state";

    /// <summary>Haiku's name of a tensor: <c>w0.3</c> is <c>w0__3</c>, <c>dense_w.0</c> is <c>w1</c>.</summary>
    /// <param name="phi">Phi's name, PyLO's.</param>
    public static string Of(string phi) => phi.Split('.') switch
    {
        ["w0", var block] => $"w0__{block}",
        ["dense_w", var layer] => $"w{int.Parse(layer, CultureInfo.InvariantCulture) + 1}",
        ["dense_b", var layer] => $"b{int.Parse(layer, CultureInfo.InvariantCulture) + 1}",
        _ => phi,
    };
}
