using L2O.MetaTraining.Regularizers;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.MetaTraining;

public sealed class SymmetryRegularizerTests
{
    [Fact]
    public void A_rescale_symmetry_of_some_units_is_charged_for_those_alone()
    {
        using var compute = new Compute(threads: 1);
        Network<double> network = new NetworkTask<double>("mlp-mixed-feature-7", 1, compute).Network; // relu: units 2 and 5
        int n = network.Layout.Count;
        double[] theta = new double[n], update = new double[n], dUpdate = new double[n], unused = new double[n];
        new Rng(1).FillUniform<double>(theta, 1);
        new Rng(2).FillUniform<double>(update, 1);
        var regularizer = new SymmetryRegularizer<double>(new SymmetryRegularizerSettings(RegularizerKind.Rescale, 0.5), network);
        double charge = regularizer.Differentiate(theta, update, dUpdate);
        ReadOnlySpan<double> weight = network.Layout["layers.mat_0.weight"].Of<double>(theta);
        Assert.All(Enumerable.Range(0, 7), unit => Assert.Equal(unit is 2 or 5, dUpdate[unit * 6] != 0));
        Assert.Equal(0.5 * weight[12], Math.Abs(dUpdate[12]) * Math.Sign(weight[12]), 1e-15);
        for (int i = 0; i < n; i++)
        {
            double kept = update[i];
            update[i] = kept + 1e-6;
            double above = regularizer.Differentiate(theta, update, unused);
            update[i] = kept;
            Assert.Equal((above - charge) / 1e-6, dUpdate[i], 1e-8);
        }
    }
}
