using L2O.Numerics;
using L2O.Optimizers.Learned.Celo2;

namespace L2O.Tests.Optimizers.Learned;

/// <summary>Celo2 written straight from its formulas (docs/mathematics.md section 9), in double precision.</summary>
internal sealed class NaiveCelo2
{
    private const int Hidden = 8, Features = 30;

    private static readonly double[] s_decays = [0.9, 0.99, 0.999];

    private readonly Celo2 _settings;
    private readonly double[] _phi;
    private readonly ParameterLayout _layout;
    private readonly TensorState[] _state;
    private int _steps;

    public NaiveCelo2(Celo2 settings, double[] phi, ParameterLayout layout)
    {
        (_settings, _phi, _layout) = (settings, phi, layout);
        _state = [.. layout.Slots.Select(static slot => new TensorState(slot.Count))];
    }

    /// <summary>One step; changes theta.</summary>
    public void Step(double[] theta, double[] gradient)
    {
        _steps++;
        for (int k = 0; k < _state.Length; k++)
        {
            ParameterSlot slot = _layout.Slots[k];
            bool isNetwork = slot.Shape.Length > 1 || _settings.VectorRule == Celo2VectorRule.Learned;
            Step(slot, _state[k], slot.Of(theta.AsSpan()), slot.Of(gradient.AsSpan()).ToArray(), isNetwork);
        }
    }

    private void Step(ParameterSlot slot, TensorState state, Span<double> theta, double[] gradient, bool isNetwork)
    {
        bool bounded = isNetwork || _settings.VectorRule == Celo2VectorRule.SharedAdam;
        double[] g = [.. gradient.Select(value => bounded ? Math.Clamp(value, -1000, 1000) : value)];
        for (int i = 0; i < g.Length; i++)
        {
            for (int d = 0; d < s_decays.Length; d++)
                state.Momentum[d][i] = s_decays[d] * state.Momentum[d][i] + (1 - s_decays[d]) * g[i];
            state.Square[i] = 0.95 * state.Square[i] + 0.05 * g[i] * g[i];
        }
        bool isVector = slot.Shape.Length < 2;
        double rate = _settings.LearningRate * (isVector ? _settings.VectorRateFactor : 1);
        double decay = rate * (isVector ? _settings.VectorWeightDecay : _settings.WeightDecay);
        double[] output = isNetwork ? Network(slot, state, theta.ToArray(), g) : Adam(state);
        for (int i = 0; i < output.Length; i++)
            theta[i] -= rate * output[i] + decay * theta[i];
    }

    private double[] Adam(TensorState state)
    {
        bool corrected = _settings.VectorRule != Celo2VectorRule.UncorrectedAdam;
        return [.. state.Momentum[0].Zip(state.Square, (m, r) => corrected
            ? m / (1 - Math.Pow(0.9, _steps)) / (Math.Sqrt(r / (1 - Math.Pow(0.95, _steps))) + 1e-8) : m / Math.Sqrt(r + 1e-8))];
    }

    private double[] Network(ParameterSlot slot, TensorState state, double[] theta, double[] g)
    {
        int[] shape = slot.Shape.Length > 2 && _settings.Convolutions == Celo2Convolutions.Matrix
            ? [slot.Shape[0], slot.Count / slot.Shape[0]] : [.. slot.Shape];
        bool isVector = shape.Length < 2;
        int rows = isVector ? 1 : shape[^2], columns = shape[^1];
        double[][] features = [.. Enumerable.Range(0, Features).Select(_ => new double[slot.Count])];
        FillOwn(features, state, theta, g);
        if (isVector)
            FillVector(features, state, g);
        else
            FillFactored(features, state, g, shape);
        double[] output = new double[slot.Count];
        for (int start = 0; start < slot.Count; start += rows * columns)
        {
            double[] u = Slice(features, start, rows * columns, isVector ? 15 : Features);
            if (_settings.Orthogonalize && !isVector)
                u = Orthogonal(u, rows, columns);
            double scale = 1 / Math.Sqrt(1e-9 + u.Average(static value => value * value));
            for (int i = 0; i < u.Length; i++)
                output[start + i] = u[i] * scale;
        }
        return output;
    }

    private static void FillOwn(double[][] features, TensorState state, double[] theta, double[] g)
    {
        for (int i = 0; i < g.Length; i++)
        {
            double inverse = 1 / Math.Sqrt(state.Square[i] + 1e-8);
            (features[0][i], features[1][i], features[2][i]) = (g[i], Math.Clamp(g[i], -0.1, 0.1), theta[i]);
            (features[6][i], features[10][i], features[14][i]) = (state.Square[i], inverse, g[i] * inverse);
            for (int d = 0; d < s_decays.Length; d++)
                (features[3 + d][i], features[7 + d][i]) = (state.Momentum[d][i], state.Momentum[d][i] * inverse);
        }
    }

    private static void FillVector(double[][] features, TensorState state, double[] g)
    {
        for (int d = 0; d < s_decays.Length; d++)
            for (int i = 0; i < g.Length; i++)
            {
                double v = state.Rows.GetValueOrDefault((d, i)) * s_decays[d] + (1 - s_decays[d]) * (g[i] * g[i] + 1e-30);
                state.Rows[(d, i)] = v;
                features[11 + d][i] = g[i] / Math.Sqrt(Math.Max(v + 1e-9, 1e-9));
            }
    }

    private static void FillFactored(double[][] features, TensorState state, double[] g, int[] shape)
    {
        int[] axes = [.. Enumerable.Range(0, shape.Length).OrderBy(axis => shape[axis])]; // stable
        int longest = axes[^1], second = axes[^2];
        int[] rowOf = [.. g.Select((_, i) => Without(i, shape, longest))], columnOf = [.. g.Select((_, i) => Without(i, shape, second))];
        int[] groupOf = [.. g.Select((_, i) => Without(i, shape, longest, second))];
        for (int d = 0; d < s_decays.Length; d++)
        {
            Dictionary<int, double> rows = Means(rowOf, state.Rows, d), columns = Means(columnOf, state.Columns, d);
            Dictionary<int, double> groups = Enumerable.Range(0, g.Length).DistinctBy(i => rowOf[i]).GroupBy(i => groupOf[i])
                .ToDictionary(static group => group.Key, group => group.Average(i => rows[rowOf[i]]));
            for (int i = 0; i < g.Length; i++)
            {
                double row = rows[rowOf[i]], column = columns[columnOf[i]];
                double factor = Root(row / (groups[groupOf[i]] + 1e-9)) * Root(column);
                (features[11 + d][i], features[27 + d][i]) = (g[i] * factor, state.Momentum[d][i] * factor);
                (features[15 + d][i], features[18 + d][i]) = (row, column);
                (features[21 + d][i], features[24 + d][i]) = (1 / Math.Sqrt(row + 1e-8), 1 / Math.Sqrt(column + 1e-8));
            }
        }

        static double Root(double value) => 1 / Math.Sqrt(Math.Max(value, 1e-9));

        Dictionary<int, double> Means(int[] lineOf, Dictionary<(int, int), double> state, int d)
        {
            Dictionary<int, double> means = lineOf.Zip(g).GroupBy(static pair => pair.First)
                .ToDictionary(static line => line.Key, static line => line.Average(static pair => pair.Second * pair.Second + 1e-30));
            foreach (int line in means.Keys)
                means[line] = state[(d, line)] = s_decays[d] * state.GetValueOrDefault((d, line)) + (1 - s_decays[d]) * means[line];
            return means;
        }
    }

    /// <summary>A coordinate's index without some dimensions.</summary>
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

    private double[] Slice(double[][] features, int start, int count, int used)
    {
        double[] scales = [.. features.Select((feature, f) => f < used
            ? 1 / Math.Sqrt(1e-9 + feature.AsSpan(start, count).ToArray().Average(static value => value * value)) : 0)];
        double[] first = _phi[..(Features * Hidden)], bias = _phi[240..248], second = _phi[248..312], secondBias = _phi[312..320];
        double[] outputs = _phi[320..344];
        double[] result = new double[count];
        for (int i = 0; i < count; i++)
        {
            double[] x = [.. features.Select((feature, f) => feature[start + i] * scales[f])];
            double[] hidden = Layer(x, first, bias), next = Layer(hidden, second, secondBias);
            result[i] = _phi[344] + next.Select((value, unit) => value * outputs[3 * unit]).Sum();
        }
        return result;
    }

    private static double[] Layer(double[] x, double[] weights, double[] bias) =>
        [.. bias.Select((b, unit) => Math.Max(0, b + x.Select((value, input) => value * weights[input * Hidden + unit]).Sum()))];

    private static double[] Orthogonal(double[] u, int rows, int columns)
    {
        double norm = Math.Sqrt(u.Sum(static value => value * value)) + 1e-8;
        double[,] x = new double[rows, columns];
        for (int i = 0; i < u.Length; i++)
            x[i / columns, i % columns] = u[i] / norm;
        bool turned = rows > columns;
        x = turned ? Transposed(x) : x;
        for (int iteration = 0; iteration < 5; iteration++)
        {
            double[,] gram = Product(x, Transposed(x)), square = Product(gram, gram);
            for (int i = 0; i < gram.GetLength(0); i++)
                for (int j = 0; j < gram.GetLength(1); j++)
                    gram[i, j] = -4.7750 * gram[i, j] + 2.0315 * square[i, j];
            double[,] change = Product(gram, x);
            for (int i = 0; i < x.GetLength(0); i++)
                for (int j = 0; j < x.GetLength(1); j++)
                    x[i, j] = 3.4445 * x[i, j] + change[i, j];
        }
        x = turned ? Transposed(x) : x;
        return [.. x.Cast<double>()];
    }

    private static double[,] Transposed(double[,] x)
    {
        double[,] result = new double[x.GetLength(1), x.GetLength(0)];
        for (int i = 0; i < x.GetLength(0); i++)
            for (int j = 0; j < x.GetLength(1); j++)
                result[j, i] = x[i, j];
        return result;
    }

    private static double[,] Product(double[,] left, double[,] right)
    {
        double[,] result = new double[left.GetLength(0), right.GetLength(1)];
        for (int i = 0; i < result.GetLength(0); i++)
            for (int j = 0; j < result.GetLength(1); j++)
                for (int k = 0; k < left.GetLength(1); k++)
                    result[i, j] += left[i, k] * right[k, j];
        return result;
    }

    private sealed class TensorState(int count)
    {
        public double[][] Momentum { get; } = [.. s_decays.Select(_ => new double[count])];

        public double[] Square { get; } = new double[count];

        public Dictionary<(int, int), double> Rows { get; } = [];

        public Dictionary<(int, int), double> Columns { get; } = [];
    }
}
