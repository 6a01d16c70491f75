using L2O.Dynamics.Symmetry;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Symmetry;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Dynamics;

public sealed class UnitDeviationsTests
{
    [Theory]
    [InlineData("mlp-relu-7-5")]
    [InlineData("mlp-mixed-feature-8")]
    [InlineData("mlp-relu-7-batchnorm")]
    [InlineData("affine-9+relu+conv-2-1x1+relu+affine-3")]
    public void They_are_the_sums_over_each_units_coordinates(string name)
    {
        using var compute = new Compute(threads: 1);
        Network<float> network = new NetworkTask<float>(name, 1, compute).Network;
        float[] theta = Random(network.Layout.Count, 1), vector = Random(network.Layout.Count, 2);
        foreach (NetworkSymmetry symmetry in network.Symmetries.All)
        {
            var deviations = new UnitDeviations<float>(symmetry);
            deviations.Measure(theta, vector);
            bool shifts = symmetry.Kind == SymmetryKind.Translation;
            for (int unit = 0; unit < symmetry.BlockCount; unit++)
            {
                bool has = symmetry.Units.Contains(unit);
                var terms = symmetry.Pieces(unit)
                    .SelectMany(piece => Enumerable.Range(piece.Start, piece.Count)
                    .Select(i => (Direction: shifts ? 1 : piece.Sign * (double)theta[i], Value: (double)vector[i]))).ToList();
                double deviation = terms.Sum(static term => term.Direction * term.Value);
                double largest = Math.Sqrt(terms.Sum(static term => term.Direction * term.Direction)
                    * terms.Sum(static term => term.Value * term.Value));
                Assert.Equal(has ? deviation : 0, deviations.Signed[unit], 1e-13);
                if (has)
                    Assert.Equal(Math.Abs(deviation) / largest, deviations.Normalized(unit), 1e-13);
            }
            Assert.InRange(deviations.NormalizedTotal, 1e-9, 1);
            if (!shifts)
                Assert.Equal(Math.Abs(SymmetryDeviation.Of<float>(symmetry, theta, vector)), deviations.Total, 1e-13);
        }
    }

    [Fact]
    public void The_total_of_a_translation_is_the_studys_weight_and_bias_apart()
    {
        using var compute = new Compute(threads: 1);
        Network<float> network = new NetworkTask<float>("mlp-sigmoid-7", 1, compute).Network;
        float[] theta = Random(network.Layout.Count, 1), vector = Random(network.Layout.Count, 2);
        var deviations = new UnitDeviations<float>(network.Symmetries.All.Single());
        deviations.Measure(theta, vector);
        double weight = SymmetryDeviation.TranslationWeight<float>(network.Layout, "layers.final_mat", vector),
            bias = SymmetryDeviation.TranslationBias<float>(network.Layout, "layers.final_mat", vector);
        Assert.Equal(Math.Abs(weight) + Math.Abs(bias), deviations.Total, 1e-13);
    }

    [Theory]
    [InlineData("mlp-relu-7")]
    [InlineData("mlp-relu-7-batchnorm")]
    public void Along_the_symmetry_itself_the_normalized_deviation_is_1_whatever_the_scale(string name)
    {
        using var compute = new Compute(threads: 1);
        Network<double> network = new NetworkTask<double>(name, 1, compute).Network;
        double[] theta = Array.ConvertAll(Random(network.Layout.Count, 1), static x => (double)x), vector = new double[theta.Length];
        foreach (NetworkSymmetry symmetry in network.Symmetries.All)
        {
            foreach (SymmetryPiece piece in symmetry.Units.SelectMany(symmetry.Pieces))
                for (int i = piece.Start; i < piece.Start + piece.Count; i++)
                    vector[i] = 1e-7 * (symmetry.Kind == SymmetryKind.Translation ? 1 : piece.Sign * theta[i]);
            var deviations = new UnitDeviations<double>(symmetry);
            deviations.Measure(theta, vector);
            Assert.All(symmetry.Units, unit => Assert.Equal(1, deviations.Normalized(unit), 1e-12), throwIfEmpty: true);
            Assert.Equal(1, deviations.NormalizedTotal, 1e-12);
            deviations.Measure(theta, new double[theta.Length]);
            Assert.Equal(0, deviations.NormalizedTotal);
        }
    }

    [Fact]
    public void In_front_of_a_batch_norm_its_epsilon_is_all_that_deviates()
    {
        // y = γ·n + β, n = (z - mean)/√(v + ε): k·z instead of z changes n by n·ε/(v + ε) for each relative change of k, so D = ε/(v +
        // ε)·γ·dγ.
        using var compute = new Compute(threads: 1);
        var task = new NetworkTask<double>("mlp-sigmoid-7-batchnorm", 1, compute);
        double[] theta = new double[task.Network.Layout.Count], gradient = new double[theta.Length];
        task.Network.Initialize(theta, new Rng(3));
        for (int i = 0; i < task.Network.Layout["layers.mat_0.bias"].Offset; i++)
            theta[i] *= 0.01; // variances near epsilon
        var batch = task.Batch(0);
        task.Network.LossAndGradient(theta, batch, gradient);
        ReadOnlySpan<double> running = task.Network.StatisticsLayout["batch_norm.running_var"].Of(task.Network.Statistics);
        ReadOnlySpan<double> weight = task.Network.Layout["batch_norm.weight"].Of<double>(theta),
            dWeight = task.Network.Layout["batch_norm.weight"].Of<double>(gradient);
        var deviations = new UnitDeviations<double>(task.Network.Symmetries.Of(SymmetryKind.Scale).Single());
        deviations.Measure(theta, gradient);
        for (int unit = 0; unit < 7; unit++)
        {
            // the first pass moves the running one, 1, by a tenth
            double variance = (running[unit] - 0.9) / 0.1 * (batch.Count - 1) / batch.Count;
            double expected = 1e-5 / (variance + 1e-5) * weight[unit] * dWeight[unit];
            Assert.True(Math.Abs(expected) > 1e-7);
            Assert.Equal(expected, deviations.Signed[unit], 1e-9 * Math.Abs(expected) + 1e-14);
        }
    }

    [Theory]
    [InlineData(1, true)] // f = 1 from the first pass on: nothing of the normalization is left
    [InlineData(2, false)] // f = 1/2
    public void A_faded_layer_norm_leaves_the_rescale_symmetry_a_fading_one_does_not(int duration, bool symmetric)
    {
        using var compute = new Compute(threads: 1);
        Network<double> network = OptimizeeCatalog.Create<double>($"mlp-relu-7-layernorm-fade-{duration}", 6, 3, compute);
        SymmetryCheck check = Assert.Single(SymmetryCheck.Run(network, network.Symmetries.Stages, seed: 3));
        Assert.True(symmetric ? check.NormalizedDeviation < 1e-14 && check.LossChange < 1e-14 : check.NormalizedDeviation > 1e-3
            && check.LossChange > 1e-3, $"{check}");
    }

    private static float[] Random(int count, ulong seed)
    {
        float[] values = new float[count];
        new Rng(seed).FillUniform(values.AsSpan(), 1);
        return values;
    }
}
