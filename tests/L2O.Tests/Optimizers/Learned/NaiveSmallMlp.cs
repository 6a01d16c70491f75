using L2O.Numerics;

namespace L2O.Tests.Optimizers.Learned;

/// <summary>
/// The features of smallFc, or of VeLO and Celo, and a step o·exp(0.001·e) by a network over them, straight from the formulas
/// (docs/mathematics.md section 9), in double precision.
/// </summary>
/// <param name="isVelo">Whether g within ±0.1 and g/√r are features too, and ties turn.</param>
/// <param name="decays">Of m (3), r and the lines (3).</param>
/// <param name="layout">The tensors.</param>
/// <param name="isMatrix">Whether convolutions are matrices.</param>
internal sealed class NaiveSmallMlp(bool isVelo, double[] decays, ParameterLayout layout, bool isMatrix)
{
    private const int Decays = 3;

    private readonly Dictionary<(int Tensor, string Name, int Decay, int Index), double> _means = [];

    /// <summary>One step; changes theta.</summary>
    /// <param name="theta">(n).</param>
    /// <param name="gradient">(n).</param>
    /// <param name="network">From features to (o, e).</param>
    /// <param name="rate">From a tensor's parameters to its rate.</param>
    /// <param name="decay">What theta is multiplied by and subtracted.</param>
    public void Step(double[] theta, double[] gradient, Func<double[], (double O, double E)> network, Func<double[], double> rate,
        double decay)
    {
        for (int k = 0; k < layout.Slots.Length; k++)
        {
            ParameterSlot slot = layout.Slots[k];
            double[] p = slot.Of<double>(theta).ToArray(), g = slot.Of<double>(gradient).ToArray();
            if (isVelo)
                g = [.. g.Select(static value => Math.Clamp(value, -1000, 1000))];
            double[][] features = [.. Features(k, slot, p, g).Select(Normalized)];
            for (int i = 0; i < p.Length; i++)
            {
                (double o, double e) = network([.. features.Select(feature => feature[i])]);
                theta[slot.Offset + i] -= rate(p) * o * Math.Exp(0.001 * e) + decay * p[i];
            }
        }
    }

    private static double[] Normalized(double[] x)
    {
        double scale = 1 / Math.Sqrt(1e-5 + x.Average(static value => value * value));
        return [.. x.Select(value => value * scale)];
    }

    private IEnumerable<double[]> Features(int k, ParameterSlot slot, double[] p, double[] g)
    {
        double[][] m = [.. Enumerable.Range(0, Decays).Select(d => Follow(k, "m", d, decays[d], g))];
        double[] r = Follow(k, "r", 0, decays[Decays], [.. g.Select(static value => value * value)]);
        double[] inverse = [.. r.Select(static value => 1 / Math.Sqrt(value + 1e-6))];
        var lines = Enumerable.Range(0, Decays).Select(d => Lines(k, slot, d, g)).ToArray();
        double[] Times(double[] x, double[] y) => [.. x.Zip(y, static (a, b) => a * b)];
        return
        [
            g, .. isVelo ? [[.. g.Select(static value => Math.Clamp(value, -0.1, 0.1))]] : Array.Empty<double[]>(), p, .. m, r,
            .. m.Select(value => Times(value, inverse)), inverse, .. lines.Select(line => Times(g, line.Factor)),
            .. isVelo ? [Times(g, inverse)] : Array.Empty<double[]>(), .. lines.Select(static line => line.Row),
            .. lines.Select(static line => line.Column), .. lines.Select(line => Inverse(line.Row)),
            .. lines.Select(line => Inverse(line.Column)), .. m.Zip(lines, (value, line) => Times(value, line.OfMomentum)),
        ];

        static double[] Inverse(double[] x) => [.. x.Select(static value => 1 / Math.Sqrt(value + 1e-8))];
    }

    private double[] Follow(int k, string name, int decay, double rate, double[] values) => [.. values.Select((value, i) =>
        _means[(k, name, decay, i)] = rate * _means.GetValueOrDefault((k, name, decay, i)) + (1 - rate) * value)];

    private (double[] Row, double[] Column, double[] Factor, double[] OfMomentum) Lines(int k, ParameterSlot slot, int d, double[] g)
    {
        double[] squares = [.. g.Select(static value => value * value + 1e-30)];
        if (slot.Shape.Length < 2)
        {
            double[] v = Follow(k, "v", d, decays[Decays + 1 + d], squares);
            return (v, v, [.. v.Select(static value => 1 / Math.Sqrt(Math.Max(1e-9, value + 1e-9)))],
                [.. v.Select(value => 1 / Math.Sqrt(value + (isVelo ? 0 : 1e-6)))]);
        }
        int[] shape = isMatrix ? [slot.Shape[0], slot.Count / slot.Shape[0]] : [.. slot.Shape];
        int[] axes = [.. Enumerable.Range(0, shape.Length).OrderBy(axis => shape[axis])]; // stable
        (int longest, int second) = (axes[^1], axes[^2]);
        if (isVelo && shape[longest] == shape[second] && !(shape.Length == 4 && (second, longest) == (0, 1)))
            (longest, second) = (second, longest);
        (double[] row, double[] column) = (Means(longest, "a"), Means(second, "b"));
        double[] group = Averages(row, i => Without(i, shape, longest, second));
        double[] factor = [.. row.Select((value, i) => Root(value / (group[i] + 1e-9)) * Root(column[i]))];
        return (row, column, factor, factor);

        static double Root(double value) => 1 / Math.Sqrt(Math.Max(1e-9, value));

        double[] Means(int axis, string name) =>
            Follow(k, name, d, decays[Decays + 1 + d], Averages(squares, i => Without(i, shape, axis)));
    }

    private static double[] Averages(double[] values, Func<int, int> groupOf)
    {
        Dictionary<int, double> means = Enumerable.Range(0, values.Length).GroupBy(groupOf)
            .ToDictionary(static group => group.Key, group => group.Average(i => values[i]));
        return [.. values.Select((_, i) => means[groupOf(i)])];
    }

    private static int Without(int i, int[] shape, params int[] axes)
    {
        int index = 0;
        for (int axis = 0, inner = shape.Aggregate(static (product, size) => product * size); axis < shape.Length; axis++)
        {
            inner /= shape[axis];
            if (!axes.Contains(axis))
                index = index * shape[axis] + i / inner % shape[axis];
        }
        return index;
    }
}
