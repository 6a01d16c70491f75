using L2O.Numerics;
using L2O.Optimizees.Layers;
using Xunit;

namespace L2O.Tests.Optimizees;

public sealed class BatchNormTests
{
    // One feature with the samples 1, 2, 6: mean 3, biased variance 14/3, unbiased variance 7.
    private static readonly double[] s_input = [1, 2, 6];
    private static readonly double[] s_parameters = [2, 10];

    [Fact]
    public void Training_normalizes_with_the_batch_and_moves_the_running_statistics_by_a_tenth()
    {
        double[] statistics = [0, 1];
        double[] output = Forward(BatchNormStatistics.Tracked, statistics, isTraining: true);
        double deviation = Math.Sqrt(14.0 / 3 + 1e-5);
        Assert.Equal(10 + 2 * (1 - 3) / deviation, output[0], 1e-14);
        Assert.Equal(10 + 2 * (6 - 3) / deviation, output[2], 1e-14);
        Assert.Equal(0.3, statistics[0], 1e-15);
        Assert.Equal(0.9 + 0.7, statistics[1], 1e-15);
    }

    [Fact]
    public void Evaluation_uses_the_running_statistics_and_leaves_them()
    {
        double[] statistics = [0.5, 4];
        double[] output = Forward(BatchNormStatistics.Tracked, statistics, isTraining: false);
        Assert.Equal(10 + 2 * (6 - 0.5) / Math.Sqrt(4 + 1e-5), output[2], 1e-14);
        Assert.Equal([0.5, 4], statistics);
    }

    [Fact]
    public void Without_tracking_evaluation_uses_the_batch() =>
        Assert.Equal(Forward(BatchNormStatistics.Batch, [], isTraining: true), Forward(BatchNormStatistics.Batch, [], isTraining: false));

    [Fact]
    public void A_training_batch_of_one_sample_is_refused()
    {
        var layer = new BatchNorm<double>("norm", 1, BatchNormStatistics.Tracked);
        var error = Assert.Throws<InvalidOperationException>(() =>
            layer.Forward(new LayerPass<double>
            {
                Parameters = s_parameters,
                Statistics = new double[2],
                Input = s_input.AsSpan(0, 1),
                Count = 1,
                IsTraining = true
            }, new double[1]));
        Assert.Contains("1 sample; expected at least 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_starts_as_the_identity_on_standardized_features()
    {
        double[] parameters = new double[6], statistics = new double[6];
        new BatchNorm<double>("norm", 3, BatchNormStatistics.Tracked).Initialize(parameters, statistics, new Rng(1));
        Assert.Equal([1, 1, 1, 0, 0, 0], parameters);
        Assert.Equal([0, 0, 0, 1, 1, 1], statistics);
    }

    private static double[] Forward(BatchNormStatistics kind, double[] statistics, bool isTraining)
    {
        double[] output = new double[3];
        new BatchNorm<double>("norm", 1, kind).Forward(
            new LayerPass<double>
            {
                Parameters = s_parameters,
                Statistics = statistics,
                Input = s_input,
                Count = 3,
                IsTraining = isTraining
            }, output);
        return output;
    }
}
