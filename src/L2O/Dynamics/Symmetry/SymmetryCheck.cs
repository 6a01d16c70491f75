using System.Collections.Immutable;
using L2O.Data;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Symmetry;

namespace L2O.Dynamics.Symmetry;

/// <summary>
/// A symmetry put to the test in double precision, on random theta and random data: both numbers are at rounding level if it holds.
/// </summary>
/// <param name="Symmetry">What was tested.</param>
/// <param name="LossChange">|change of the training loss| over the loss, when every unit is moved by a random amount of its own: factors
/// from 1/e to e, shifts up to 1.</param>
/// <param name="Deviation">|D| of the exact gradient, as <see cref="UnitDeviations{T}.Total"/>.</param>
/// <param name="NormalizedDeviation">The largest normalized deviation of the exact gradient over the units, 0 to 1.</param>
internal sealed record SymmetryCheck(NetworkSymmetry Symmetry, double LossChange, double Deviation, double NormalizedDeviation)
{
    // Times this, what lies in front of a batch norm has a variance beside which the norm's epsilon of 1e-5 is less than rounding.
    private const double FactorInFrontOfNorms = 1e6;

    /// <summary>
    /// Tests symmetries of a network, in training mode: running statistics of a batch norm would have to be scaled along.
    /// </summary>
    /// <param name="network">The network; its statistics are as after a fresh start when this returns.</param>
    /// <param name="symmetries">Usually all of them; also others, to see them fail.</param>
    /// <param name="seed">Of theta, data and amounts.</param>
    /// <param name="batchSize">Samples, at least 2.</param>
    /// <returns>One result a symmetry, in their order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The batch is too small for a batch norm.</exception>
    public static ImmutableArray<SymmetryCheck> Run(Network<double> network, IEnumerable<NetworkSymmetry> symmetries,
        ulong seed, int batchSize = 32)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(symmetries);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 2);
        var rng = new Rng(seed);
        double[] theta = Start(network, rng), inputs = new double[batchSize * network.InputSize],
            gradient = new double[theta.Length], moved = new double[theta.Length];
        byte[] labels = new byte[batchSize];
        rng.FillUniform<double>(inputs, 1);
        foreach (ref byte label in labels.AsSpan())
            label = (byte)rng.NextInt(network.ClassCount);
        double[] statistics = network.Statistics.ToArray();
        double loss = Loss(theta, gradient);
        return [.. symmetries.Select(Check)];

        SymmetryCheck Check(NetworkSymmetry symmetry)
        {
            var deviations = new UnitDeviations<double>(symmetry);
            deviations.Measure(theta, gradient);
            theta.CopyTo(moved, 0);
            bool shifts = symmetry.Kind == SymmetryKind.Translation;
            new SymmetryTransformation(symmetry,
                [.. symmetry.Units.Select(_ => rng.NextUniform(-1, 1)).Select(x => shifts ? x : Math.Exp(x))]).Apply(moved.AsSpan());
            return new SymmetryCheck(symmetry, Math.Abs(Loss(moved, new double[theta.Length]) - loss) / loss,
                deviations.Total, symmetry.Units.Max(deviations.Normalized));
        }

        double Loss(double[] at, double[] into)
        {
            double value = network.LossAndGradient(at, new Batch<double>(inputs, labels), into).Loss;
            statistics.CopyTo(network.Statistics); // a pass counts, for running means and for what fades
            return value;
        }
    }

    /// <summary>A fresh theta without zeros: in a bias of 0, mistakes would not show.</summary>
    private static double[] Start(Network<double> network, Rng rng)
    {
        double[] theta = new double[network.Layout.Count];
        network.Initialize(theta, rng);
        foreach (ref double value in theta.AsSpan())
            value += rng.NextUniform(-0.05, 0.05);
        foreach (NetworkSymmetry scale in network.Symmetries.Of(SymmetryKind.Scale))
            SymmetryTransformation.OfAll(scale, FactorInFrontOfNorms).Apply(theta.AsSpan());
        return theta;
    }
}
