using L2O.Dynamics.Updates;
using Xunit;

namespace L2O.Tests.Dynamics;

public sealed class StiffnessIndexTests
{
    [Fact]
    public void It_is_the_relative_change_an_iteration()
    {
        Assert.Equal(10 / 5.0 / 5, StiffnessIndex.Compute<float>([3, 4], [9, -4], 5), 1e-8);
        Assert.Equal(0, StiffnessIndex.Compute<double>([3, 4], [3, 4], 1));
    }

    [Fact]
    public void A_tensor_that_starts_at_zero_has_a_finite_index() =>
        Assert.Equal(5e8, StiffnessIndex.Compute<double>([0, 0], [3, 4], 1), 1e-3);

    [Fact]
    public void Lengths_and_times_that_do_not_fit_are_refused()
    {
        Assert.Equal("2 values before and 1 after; expected as many",
            Assert.Throws<ArgumentException>(() => StiffnessIndex.Compute<float>([1, 2], [1], 1)).Message);
        Assert.StartsWith("timeDelta is 0; expected a finite number above 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => StiffnessIndex.Compute<float>([1], [1], 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("timeDelta", () => StiffnessIndex.Compute<float>([1], [1], double.NaN));
    }
}
