using L2O.Numerics;

namespace L2O.Testing.Files;

/// <summary>A named array for files of weights that tests write.</summary>
/// <param name="Name">Parts joined by slashes.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Values">Row-major.</param>
internal sealed record WeightTensor(string Name, int[] Shape, float[] Values)
{
    /// <summary>The content of a file, little-endian.</summary>
    public byte[] Content => [.. Values.SelectMany(BitConverter.GetBytes)];

    /// <summary>Random numbers in ±<paramref name="bound"/>.</summary>
    public static WeightTensor Draw(Rng rng, string name, double bound, params int[] shape)
    {
        float[] values = new float[shape.Aggregate(1, static (product, size) => product * size)];
        rng.FillUniform(values.AsSpan(), bound);
        return new WeightTensor(name, shape, values);
    }

    /// <summary>Weights of L2O-DM, or of RNNProp with its projection.</summary>
    public static WeightTensor[] Sonnet(int hidden, bool isRnnProp, ulong seed = 5)
    {
        var rng = new Rng(seed);
        int inputs = isRnnProp ? hidden : 2;
        WeightTensor[] projection = isRnnProp
            ? [Draw(rng, "input_projection/w", 1, 2, hidden), Draw(rng, "input_projection/b", 0.5, hidden)] : [];
        return
        [
            .. projection,
            Draw(rng, "lstm_1/w_gates", 0.7, inputs + hidden, 4 * hidden), Draw(rng, "lstm_1/b_gates", 0.5, 4 * hidden),
            Draw(rng, "lstm_2/w_gates", 0.7, 2 * hidden, 4 * hidden), Draw(rng, "lstm_2/b_gates", 0.5, 4 * hidden),
            Draw(rng, "linear/w", 1, hidden, 1), Draw(rng, "linear/b", 0.5, 1),
        ];
    }

    /// <summary>Weights of the small network of 39 inputs, with offsets of its decays, as Haiku has them.</summary>
    public static WeightTensor[] SmallNetwork(int hidden = 4, ulong seed = 5)
    {
        var rng = new Rng(seed);
        return
        [
            Draw(rng, "momentum_decays", 0.1, 3), Draw(rng, "rms_decays", 0.1, 1), Draw(rng, "adafactor_decays", 0.1, 3),
            Draw(rng, "nn/mlp/w0", 0.3, 39, hidden), Draw(rng, "nn/mlp/b0", 0.3, hidden), Draw(rng, "nn/mlp/w1", 0.3, hidden, hidden),
            Draw(rng, "nn/mlp/b1", 0.3, hidden), Draw(rng, "nn/mlp/w2", 0.3, hidden, 2), Draw(rng, "nn/mlp/b2", 0.3, 2),
        ];
    }

    /// <summary>The tree of the names' parts, in their order: text to tensor or tree.</summary>
    public static List<(string Key, WeightTensor? Tensor, WeightTensor[] Inside)> Level(IEnumerable<WeightTensor> tensors, int depth) =>
    [
        .. tensors.GroupBy(tensor => tensor.Name.Split('/')[depth]).Select(group =>
            group.First().Name.Split('/').Length == depth + 1 ? (group.Key, group.First(), Array.Empty<WeightTensor>())
                : (group.Key, (WeightTensor?)null, group.ToArray())),
    ];
}
