using L2O.Optimizees.Losses;
using Xunit;

namespace L2O.Tests.Optimizees;

public sealed class SoftmaxCrossEntropyTests
{
    [Fact]
    public void Loss_hits_and_derivative_have_their_closed_forms()
    {
        using var compute = new Compute(1);
        var loss = new SoftmaxCrossEntropy<double>(3, compute);
        double[] logits = [0, Math.Log(2), Math.Log(5), 1, 1, 1];
        (double sum, int hits) = loss.Forward(logits, [2, 1]);
        Assert.Equal(Math.Log(8.0 / 5) + Math.Log(3), sum, 1e-14);
        Assert.Equal(1, hits); // the second sample's classes tie, and the first of them is not the label
        double[] dLogits = new double[6];
        loss.Backward([2, 1], dLogits);
        double[] expected = [1 / 16.0, 2 / 16.0, -3 / 16.0, 1 / 6.0, -2 / 6.0, 1 / 6.0];
        for (int i = 0; i < 6; i++)
            Assert.Equal(expected[i], dLogits[i], 1e-15);
    }

    [Fact]
    public void Huge_logits_do_not_overflow()
    {
        using var compute = new Compute(1);
        (double sum, int hits) = new SoftmaxCrossEntropy<float>(2, compute).Forward([3e38f, -3e37f], [0]);
        Assert.Equal((0.0, 1), (sum, hits));
    }

    [Fact]
    public void A_diverged_network_has_no_finite_loss()
    {
        using var compute = new Compute(1);
        var loss = new SoftmaxCrossEntropy<float>(2, compute);
        Assert.True(double.IsNaN(loss.Forward([float.NaN, 0], [0]).LossSum));
        Assert.True(double.IsNaN(loss.Forward([0, float.NaN], [0]).LossSum));
        Assert.True(double.IsNaN(loss.Forward([float.PositiveInfinity, 0], [0]).LossSum));
    }

    [Fact]
    public void A_label_beyond_the_classes_is_refused()
    {
        using var compute = new Compute(1);
        var error = Assert.Throws<ArgumentException>(() => new SoftmaxCrossEntropy<float>(2, compute).Forward(new float[4], [1, 2]));
        Assert.Equal("label 2 of sample 1 of the batch; expected 0 to 1", error.Message);
    }
}
