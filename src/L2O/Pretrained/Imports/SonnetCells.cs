namespace L2O.Pretrained.Imports;

/// <summary>
/// LSTM cells of Sonnet 1 and the linear output behind them, as cells of PyTorch: Sonnet has one matrix for input and state, (inputs + H,
/// 4H), one bias, gates in the order i, g, f, o, and adds 1 to the forget gate (docs/mathematics.md section 9).
/// </summary>
internal static class SonnetCells
{
    /// <summary>A tensor that all of them have.</summary>
    public const string Mark = "lstm_1/w_gates";

    private const string FirstBias = "lstm_1/b_gates";
    private const int Gates = 4;
    private const int LargestSize = 1024;
    private const int Forget = 1;

    // Which gate of Sonnet's is PyTorch's i, f, g, o.
    private static readonly int[] s_order = [0, 2, 1, 3];

    /// <summary>H, as the first bias tells.</summary>
    /// <exception cref="InvalidDataException">It is no bias of a cell.</exception>
    public static int HiddenSize(PublishedTensors tensors) =>
        tensors.Shape(FirstBias, 1)[0] is var length && length % Gates == 0 && length / Gates is >= 1 and <= LargestSize
            ? length / Gates
            : throw tensors.Damaged(FirstBias, $"has {tensors.Shape(FirstBias, 1)[0]} values; expected 4 H with H from 1 to {LargestSize}");

    /// <summary>Takes over both cells and the output.</summary>
    /// <param name="tensors">The file.</param>
    /// <param name="inputs">What the first cell reads.</param>
    /// <param name="hidden">H.</param>
    public static void Take(PublishedTensors tensors, int inputs, int hidden)
    {
        TakeCell(tensors, "lstm_1", "recurs", inputs, hidden);
        TakeCell(tensors, "lstm_2", "recurs2", hidden, hidden);
        tensors.TakeTransposed("linear/w", "output.weight", hidden, 1);
        tensors.Take("linear/b", "output.bias", 1);
    }

    private static void TakeCell(PublishedTensors tensors, string from, string to, int inputs, int hidden)
    {
        int rows = Gates * hidden;
        float[] weights = tensors.Read($"{from}/w_gates", inputs + hidden, rows), biases = tensors.Read($"{from}/b_gates", rows);
        float[] ofInputs = new float[rows * inputs], ofState = new float[rows * hidden], bias = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            int gate = row / hidden, column = s_order[gate] * hidden + row % hidden;
            bias[row] = biases[column] + (gate == Forget ? 1 : 0);
            for (int input = 0; input < inputs; input++)
                ofInputs[row * inputs + input] = weights[input * rows + column];
            for (int unit = 0; unit < hidden; unit++)
                ofState[row * hidden + unit] = weights[(inputs + unit) * rows + column];
        }
        tensors.Add($"{to}.weight_ih", ofInputs, rows, inputs);
        tensors.Add($"{to}.weight_hh", ofState, rows, hidden);
        tensors.Add($"{to}.bias_ih", bias, rows);
        tensors.Add($"{to}.bias_hh", new float[rows], rows);
    }
}
