using L2O.Data;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Layers;

namespace L2O.Testing;

/// <summary>
/// Compares hand-derived gradients with finite differences in double precision. The five-point formula with step 1e-4 is wrong by about
/// 1e-16·f⁽⁵⁾ (truncation) and 1e-11·f (rounding) a coordinate.
/// </summary>
internal static class GradientCheck
{
    private const double StepSize = 1e-4;

    /// <summary>‖gradient - difference‖ / ‖difference‖ of an optimizee's training loss by theta.</summary>
    /// <param name="optimizee">Its statistics change as by one training pass.</param>
    /// <param name="theta">Where; as before on return.</param>
    /// <param name="batch">The batch.</param>
    public static double RelativeError(IOptimizee<double> optimizee, Span<double> theta, Batch<double> batch)
    {
        ArgumentNullException.ThrowIfNull(optimizee);
        double[] statistics = optimizee.Statistics.ToArray(), difference = Difference(optimizee, theta, batch, StepSize, statistics);
        return RelativeDistance(Gradient(optimizee, theta, batch, statistics), difference);
    }

    /// <summary>
    /// As <see cref="RelativeError(IOptimizee{double}, Span{double}, Batch{double})"/> for networks with kinks, over the coordinates whose
    /// difference is the same with half the step: where it is not, a kink lies between the points, and the difference says nothing.
    /// </summary>
    /// <param name="optimizee">Its statistics change as by one training pass.</param>
    /// <param name="theta">Where; as before on return.</param>
    /// <param name="batch">The batch.</param>
    /// <returns>The relative error and the share of coordinates that it is over.</returns>
    public static (double Error, double Share) RelativeErrorBetweenKinks(IOptimizee<double> optimizee,
        Span<double> theta, Batch<double> batch)
    {
        ArgumentNullException.ThrowIfNull(optimizee);
        double[] statistics = optimizee.Statistics.ToArray();
        double[] coarse = Difference(optimizee, theta, batch, StepSize, statistics),
            fine = Difference(optimizee, theta, batch, StepSize / 2, statistics);
        double[] gradient = Gradient(optimizee, theta, batch, statistics);
        double tolerance = 1e-8 * Math.Max(gradient.Max(Math.Abs), 1e-3);
        int[] smooth = [.. Enumerable.Range(0, theta.Length).Where(i => Math.Abs(coarse[i] - fine[i]) <= tolerance)];
        return (RelativeDistance([.. smooth.Select(i => gradient[i])], [.. smooth.Select(i => coarse[i])]),
            (double)smooth.Length / theta.Length);
    }

    private static double[] Gradient(IOptimizee<double> optimizee, Span<double> theta, Batch<double> batch, double[] statistics)
    {
        double[] gradient = new double[theta.Length];
        statistics.CopyTo(optimizee.Statistics); // a layer may count its passes
        optimizee.LossAndGradient(theta, batch, gradient);
        return gradient;
    }

    private static double[] Difference(IOptimizee<double> optimizee, Span<double> theta, Batch<double> batch,
        double stepSize, double[] statistics)
    {
        double[] scratch = new double[theta.Length], difference = new double[theta.Length];
        for (int i = 0; i < theta.Length; i++)
        {
            double middle = theta[i], sum = 0;
            foreach ((double offset, double weight) in s_points)
            {
                theta[i] = middle + offset * stepSize;
                statistics.CopyTo(optimizee.Statistics);
                sum += weight * optimizee.LossAndGradient(theta, batch, scratch).Loss;
            }
            theta[i] = middle;
            difference[i] = sum / stepSize;
        }
        return difference;
    }

    /// <summary>
    /// The larger of the two relative errors, by parameters and by inputs, of a layer's backward pass for the loss Σ weight·output
    /// with random weights.
    /// </summary>
    /// <param name="layer">The layer; its statistics start afresh.</param>
    /// <param name="count">Samples.</param>
    /// <param name="isTraining">The pass's mode.</param>
    /// <param name="seed">Of parameters, inputs and weights.</param>
    public static double RelativeError(ILayer<double> layer, int count, bool isTraining, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(layer);
        var rng = new Rng(seed);
        LayerSignature signature = layer.Signature;
        double[] parameters = Random(rng, Size(signature.Parameters)), statistics = new double[Size(signature.Statistics)];
        layer.Initialize(new double[parameters.Length], statistics, rng);
        double[] input = Random(rng, count * signature.InputSize), output = new double[count * signature.OutputSize];
        double[] dOutput = Random(rng, output.Length), dParameters = new double[parameters.Length], dInput = new double[input.Length];
        double[] start = [.. statistics];

        double Loss()
        {
            start.CopyTo(statistics, 0);
            layer.Forward(new LayerPass<double>
            {
                Parameters = parameters,
                Statistics = statistics,
                Input = input,
                Count = count,
                IsTraining = isTraining
            }, output);
            return output.Zip(dOutput, static (o, d) => o * d).Sum();
        }

        double[] byParameters = Difference(parameters, Loss), byInput = Difference(input, Loss);
        Loss();
        var pass = new LayerPass<double>
        {
            Parameters = parameters,
            Statistics = statistics,
            Input = input,
            Count = count,
            IsTraining = isTraining
        };
        layer.Backward(pass, output, dOutput, dParameters, dInput);
        double parameterError = parameters.Length == 0 ? 0 : RelativeDistance(dParameters, byParameters);
        return Math.Max(parameterError, RelativeDistance(dInput, byInput));
    }

    private static readonly (double Offset, double Weight)[] s_points = [(-2, 1.0 / 12), (-1, -8.0 / 12), (1, 8.0 / 12), (2, -1.0 / 12)];

    private static int Size(IEnumerable<(string Name, int[] Shape)> tensors) =>
        tensors.Sum(static t => t.Shape.Aggregate(1, static (a, b) => a * b));

    private static double[] Random(Rng rng, int length)
    {
        double[] values = new double[length];
        rng.FillUniform(values.AsSpan(), 1);
        return values;
    }

    private static double[] Difference(double[] variables, Func<double> loss)
    {
        double[] difference = new double[variables.Length];
        for (int i = 0; i < variables.Length; i++)
        {
            double middle = variables[i];
            foreach ((double offset, double weight) in s_points)
            {
                variables[i] = middle + offset * StepSize;
                difference[i] += weight * loss() / StepSize;
            }
            variables[i] = middle;
        }
        return difference;
    }

    private static double RelativeDistance(double[] values, double[] expected)
    {
        double error = values.Zip(expected, static (v, e) => (v - e) * (v - e)).Sum();
        return Math.Sqrt(error / expected.Sum(static e => e * e));
    }
}
