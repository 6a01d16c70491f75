namespace L2O.Tests.Weights;

/// <summary>
/// L2O-DM and RNNProp as plainly as they were published, in double precision and with the published tensors: what imported ones must agree
/// with. Every coordinate gets the same gradient in the same step, so one is enough.
/// </summary>
/// <param name="tensors">As they lie in the file.</param>
internal sealed class SonnetReference(IReadOnlyList<WeightTensor> tensors)
{
    private const double Scale = 0.01, Beta = 0.95, FloatEpsilon = 1.1920929e-7;

    private readonly double[][] _hidden = new double[2][], _cell = new double[2][];
    private double _mean, _square, _meanWeight = 1, _squareWeight = 1;

    /// <summary>The update that a gradient gives.</summary>
    public double Step(double gradient)
    {
        bool isRnnProp = tensors.Any(static tensor => tensor.Name == "input_projection/w");
        double[] inputs = isRnnProp ? Projected(Moments(gradient)) : LogAndSign(gradient);
        double[] output = Cell(1, Cell(0, inputs));
        double value = Linear("linear", output)[0];
        return Scale * (isRnnProp ? Math.Tanh(value) : value);
    }

    private static double[] LogAndSign(double gradient) =>
        [Math.Max(Math.Log(Math.Abs(gradient) + FloatEpsilon) / 5, -1), Math.Clamp(gradient * Math.Exp(5), -1, 1)];

    private double[] Moments(double gradient)
    {
        (_mean, _square) = (Beta * _mean + (1 - Beta) * gradient, Beta * _square + (1 - Beta) * gradient * gradient);
        (_meanWeight, _squareWeight) = (_meanWeight * Beta, _squareWeight * Beta);
        double root = Math.Sqrt(_square / (1 - _squareWeight)) + 1e-8;
        return [_mean / (1 - _meanWeight) / root, gradient / root];
    }

    private double[] Projected(double[] inputs) =>
        [.. Linear("input_projection", inputs).Select(static value => value >= 0 ? value : Math.Exp(value) - 1)];

    // z = [x, h] W + b, cut into i, g, f, o
    private double[] Cell(int cell, double[] inputs)
    {
        float[] bias = Values($"lstm_{cell + 1}/b_gates");
        int size = bias.Length / 4;
        double[] before = _hidden[cell] ?? new double[size], memory = _cell[cell] ?? new double[size], after = new double[size];
        double[] gates = Linear($"lstm_{cell + 1}", [.. inputs, .. before], "w_gates", "b_gates"), next = new double[size];
        for (int unit = 0; unit < size; unit++)
        {
            next[unit] = Logistic(gates[2 * size + unit] + 1) * memory[unit] + Logistic(gates[unit]) * Math.Tanh(gates[size + unit]);
            after[unit] = Logistic(gates[3 * size + unit]) * Math.Tanh(next[unit]);
        }
        (_hidden[cell], _cell[cell]) = (after, next);
        return after;
    }

    private double[] Linear(string module, double[] inputs, string weight = "w", string bias = "b")
    {
        float[] matrix = Values($"{module}/{weight}"), offsets = Values($"{module}/{bias}");
        double[] outputs = [.. offsets.Select(static value => (double)value)];
        for (int row = 0; row < inputs.Length; row++)
            for (int column = 0; column < outputs.Length; column++)
                outputs[column] += inputs[row] * matrix[row * outputs.Length + column];
        return outputs;
    }

    private float[] Values(string name) => tensors.Single(tensor => tensor.Name == name).Values;

    private static double Logistic(double value) => 1 / (1 + Math.Exp(-value));
}
