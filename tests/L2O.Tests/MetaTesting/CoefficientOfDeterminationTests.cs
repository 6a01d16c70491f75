using L2O.MetaTesting;
using Xunit;

namespace L2O.Tests.MetaTesting;

public sealed class CoefficientOfDeterminationTests
{
    [Fact]
    public void It_is_one_less_the_squared_errors_over_those_of_the_mean()
    {
        Assert.Equal(1 - 1.25 / 5, Of(1, [1, 2, 3, 4], [1.5f, 2, 3, 5]), 1e-12); // errors 0.25 and 1, distances 2.25, 0.25, 0.25 and 2.25
    }

    [Fact]
    public void The_mean_itself_scores_nothing_and_worse_estimates_less()
    {
        Assert.Equal(0, Of(1, [1, 2, 3], [2, 2, 2]), 1e-15);
        Assert.Equal(1, Of(1, [1, 2, 3], [1, 2, 3]), 1e-15);
        Assert.Equal(-3, Of(1, [1, 2, 3], [3, 2, 1]), 1e-12);
    }

    [Fact]
    public void Outputs_are_averaged_and_those_that_never_change_left_out()
    {
        Assert.Equal(0.5, Of(2, [1, 10, 3, 20], [1, 15, 3, 15]), 1e-12);
        Assert.Equal(1, Of(2, [1, 7, 3, 7], [1, 8, 3, 9]), 1e-12);
        Assert.True(double.IsNaN(Of(1, [7, 7], [7, 7])));
        Assert.True(double.IsNaN(Of(1, [1, 2], [float.NaN, 2])));
    }

    [Fact]
    public void Batches_add_up_and_a_large_mean_costs_no_digits()
    {
        var parts = new CoefficientOfDetermination(1);
        parts.Add([10_000_001], [10_000_001]);
        parts.Add([10_000_002, 10_000_003], [10_000_002, 10_000_002]);
        Assert.Equal(0.5, parts.Value, 1e-9);
    }

    private static double Of(int outputs, float[] targets, float[] estimates)
    {
        var whole = new CoefficientOfDetermination(outputs);
        whole.Add(targets, estimates);
        return whole.Value;
    }
}
