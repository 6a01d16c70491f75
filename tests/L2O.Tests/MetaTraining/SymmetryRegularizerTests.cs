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
        double[] theta = new double[n], update = new double[n], dUpdate = new double[n];
        new Rng(1).FillUniform<double>(theta, 1);
        new Rng(2).FillUniform<double>(update, 1);
        var regularizer = new SymmetryRegularizer<double>(new SymmetryRegularizerSettings(RegularizerKind.Rescale, 0.5), network);
        regularizer.Differentiate(theta, update, dUpdate);
        ReadOnlySpan<double> weight = network.Layout["layers.mat_0.weight"].Of<double>(theta);
        Assert.All(Enumerable.Range(0, 7), unit => Assert.Equal(unit is 2 or 5, dUpdate[unit * 6] != 0));
        Assert.Equal(0.5 * weight[12], Math.Abs(dUpdate[12]) * Math.Sign(weight[12]), 1e-15);
        AssertDerivative(regularizer, theta, update);
    }

    // One signed sum over all deviations is another function wherever the two parts have opposite signs, or the translation's own two have.
    [Theory]
    [InlineData("mlp-sigmoid-3", 0.3, 1, 1, 1)]
    [InlineData("mlp-sigmoid-3", 0.3, 1, -1, -1)]
    [InlineData("mlp-sigmoid-3", 0.3, 1, -1, 1)]
    [InlineData("mlp-sigmoid-3", 0.3, -1, 1, 1)]
    [InlineData("mlp-sigmoid-3", 0.3, -1, -1, -1)]
    [InlineData("mlp-sigmoid-3", 0.3, -1, 1, -1)]
    [InlineData("mlp-sigmoid-3", -0.3, -1, 1, -1)]
    [InlineData("mlp-relu-4-3-5", 0.5, -1, -1, 1)]
    [InlineData("mlp-relu-4-3-5", -0.5, -1, -1, 1)]
    public void All_adds_up_signed_rescale_and_scale_and_absolute_translations(string optimizee, double beta, int signed, int weights,
        int biases)
    {
        using var compute = new Compute(threads: 1);
        Network<double> network = new NetworkTask<double>(optimizee, 1, compute).Network;
        ParameterLayout layout = network.Layout;
        double[] theta = new double[layout.Count], update = new double[layout.Count], dUpdate = new double[layout.Count];
        new Rng(1).FillUniform<double>(theta, 1);
        ParameterSlot[] slots = [.. layout.Slots];
        int stages = slots.Length / 2 - 1;
        foreach (ParameterSlot slot in slots) // -u has the asked for sign along theta, and the output layer asked for sums
            for (int i = slot.Offset; i < slot.Offset + slot.Count; i++)
                update[i] = Array.IndexOf(slots, slot) >= 2 * stages
                    ? 0.05 * (slot.Shape.Length == 2 ? weights : biases) : -0.5 * signed * (i % 3 == 0 ? theta[i] : 0);
        double expected = 0, translation = (Sum(slots[^2]) + Sum(slots[^1])) / stages;
        for (int stage = 0; stage < stages; stage++)
        {
            double front = -2 * (Product(slots[2 * stage]) + Product(slots[2 * stage + 1])), behind = Product(slots[2 * stage + 2]);
            if (stage == 0)
                Assert.Equal(signed, Math.Sign(front + behind));
            expected += beta * Math.Abs(front + behind + translation) / 3;
        }
        var regularizer = new SymmetryRegularizer<double>(new SymmetryRegularizerSettings(RegularizerKind.All, beta), network);
        Assert.Equal(expected, regularizer.Differentiate(theta, update, dUpdate), 1e-12);
        AssertDerivative(regularizer, theta, update);

        double Product(ParameterSlot slot) => DoubleSums.InnerProduct<double>(slot.Of<double>(theta), slot.Of<double>(update));
        double Sum(ParameterSlot slot) => Math.Abs(DoubleSums.Sum<double>(slot.Of<double>(update)));
    }

    private static void AssertDerivative(SymmetryRegularizer<double> regularizer, double[] theta, double[] update)
    {
        double[] dUpdate = new double[update.Length], unused = new double[update.Length];
        double charge = regularizer.Differentiate(theta, update, dUpdate);
        Assert.Contains(dUpdate, static derivative => derivative != 0);
        for (int i = 0; i < update.Length; i++)
        {
            double kept = update[i];
            update[i] = kept + 1e-6;
            double above = regularizer.Differentiate(theta, update, unused);
            update[i] = kept;
            Assert.Equal((above - charge) / 1e-6, dUpdate[i], 1e-8);
        }
    }
}
