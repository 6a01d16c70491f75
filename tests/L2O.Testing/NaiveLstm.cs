using L2O.Numerics;
using L2O.Optimizers.Learned.Lstm;

namespace L2O.Testing;

/// <summary>
/// The learned optimizer written down as plainly as docs/mathematics.md section 3 says it, in double precision, one coordinate after the
/// other: what the kernels must agree with.
/// </summary>
internal sealed class NaiveLstm
{
    private readonly CoordinateLstm _settings;
    private readonly ParameterLayout _layout;
    private readonly double[] _phi;

    /// <summary>A run from zero state.</summary>
    /// <param name="settings">Sizes and preprocessing.</param>
    /// <param name="phi">(P), laid out as the settings say.</param>
    /// <param name="n">Number of coordinates.</param>
    public NaiveLstm(CoordinateLstm settings, double[] phi, int n)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_settings, _layout, _phi) = (settings, settings.PhiLayout(), phi);
        for (int cell = 0; cell < 2; cell++)
            (Hidden[cell], Cell[cell]) = (new double[n, settings.HiddenSize], new double[n, settings.HiddenSize]);
    }

    /// <summary>(cell)(coordinate, unit): h.</summary>
    public double[][,] Hidden { get; } = new double[2][,];

    /// <summary>(cell)(coordinate, unit): c.</summary>
    public double[][,] Cell { get; } = new double[2][,];

    /// <summary>Advances the state.</summary>
    /// <param name="gradient">(n).</param>
    /// <param name="extra">(extra input, n).</param>
    /// <returns>(n): λ times the output.</returns>
    public double[] Step(double[] gradient, double[] extra)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(extra);
        double[] update = new double[gradient.Length];
        for (int i = 0; i < update.Length; i++)
        {
            List<double> inputs = [.. Features(gradient[i])];
            for (int row = 0; row < _settings.ExtraInputs.Length; row++)
                inputs.Add(extra[row * gradient.Length + i]);
            double[] first = StepCell("recurs", i, 0, [.. inputs]), second = StepCell("recurs2", i, 1, first);
            double output = Tensor("output.bias")[0];
            for (int unit = 0; unit < second.Length; unit++)
                output += Tensor("output.weight")[unit] * second[unit];
            update[i] = _settings.UpdateScale * output;
        }
        return update;
    }

    private double[] Features(double g)
    {
        double p = _settings.PreprocessFactor;
        if (!_settings.Preprocess)
            return [g];
        if (double.IsNaN(g))
            return [g, g];
        return Math.Abs(g) >= Math.Exp(-p) ? [Math.Log(Math.Abs(g) + 1e-8) / p, Math.Sign(g)] : [-1, Math.Exp(p) * g];
    }

    private double[] StepCell(string name, int coordinate, int cell, double[] inputs)
    {
        int size = _settings.HiddenSize;
        double[] before = new double[size], after = new double[size];
        for (int unit = 0; unit < size; unit++)
            before[unit] = Hidden[cell][coordinate, unit];
        for (int unit = 0; unit < size; unit++)
        {
            double Gate(int gate) => Sum(name, "ih", gate * size + unit, inputs) + Sum(name, "hh", gate * size + unit, before);
            double input = Logistic(Gate(0)), forget = Logistic(Gate(1)), candidate = Math.Tanh(Gate(2)), output = Logistic(Gate(3));
            Cell[cell][coordinate, unit] = forget * Cell[cell][coordinate, unit] + input * candidate;
            after[unit] = Hidden[cell][coordinate, unit] = output * Math.Tanh(Cell[cell][coordinate, unit]);
        }
        return after;
    }

    /// <summary>One row of weight·x + bias.</summary>
    private double Sum(string cell, string part, int row, double[] x)
    {
        Span<double> weight = Tensor($"{cell}.weight_{part}");
        double sum = Tensor($"{cell}.bias_{part}")[row];
        for (int column = 0; column < x.Length; column++)
            sum += weight[row * x.Length + column] * x[column];
        return sum;
    }

    private Span<double> Tensor(string name) => _layout[name].Of(_phi.AsSpan());

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
