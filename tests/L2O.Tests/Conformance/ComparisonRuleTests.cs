using L2O.Conformance;
using L2O.Files;
using L2O.Numerics;
using Xunit;

namespace L2O.Tests.Conformance;

public sealed class ComparisonRuleTests
{
    [Theory]
    [InlineData(new double[] { 3, 5 }, new double[] { 3, 4 }, 0.2)] // 1 / 5
    [InlineData(new double[] { 0, 0 }, new double[] { 3, -4 }, 1)]
    [InlineData(new double[] { 3, -4 }, new double[] { 3, -4 }, 0)]
    [InlineData(new double[] { 0, 0 }, new double[] { 0, 0 }, 0)]
    [InlineData(new double[] { 0, 1e-30 }, new double[] { 0, 0 }, double.PositiveInfinity)]
    [InlineData(new double[] { 3, double.NaN }, new double[] { 3, -4 }, double.NaN)]
    public void Vectors_compare_by_their_distance_over_the_expected_length(double[] ours, double[] expected, double error) =>
        Assert.Equal(error, RelativeError.OfVector(ours, expected), 15);

    [Theory]
    [InlineData(2.02, 2, 0.01)]
    [InlineData(-2.02, -2, 0.01)]
    [InlineData(1e-9, 0, 1e-3)] // near zero the scale is 1e-6
    [InlineData(3e-7, 2e-7, 0.1)]
    [InlineData(double.NaN, 2, double.NaN)]
    public void Scalars_compare_relative_to_the_expected_size_but_never_to_less_than_a_millionth(double ours,
        double expected, double error) =>
        Assert.Equal(error, RelativeError.OfScalar(ours, expected), 12);

    [Fact]
    public void Vectors_of_different_lengths_are_refused() =>
        Assert.Contains("3 values were computed; expected 2",
            Assert.Throws<InvalidDataException>(static () => RelativeError.OfVector(new double[3], new double[2])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Tensors_of_a_group_count_as_one_long_vector()
    {
        using var cases = new TinyCases();
        string folder = cases.Add(
            "group",
            TinyCases.Sgd,
            SafetensorsTensor.Of("phi.large", [30f, 40f], 2),
            SafetensorsTensor.Of("phi.canceling", [1e-6f], 1));
        var layout = new ParameterLayout(("large", [2]), ("canceling", [1]));
        var comparison = new CaseComparison(ConformanceCase.Load(folder));

        comparison.Group("phi.", layout, [30, 40, 0.005f], bound: 1e-3); // alone, the last one would be wrong by a factor of 5000

        Assert.Equal("phi.*", comparison.Worst!.Value.Name);
        Assert.Equal(1e-4, comparison.Worst.Value.Error, 1e-7);
        Assert.True(comparison.Worst.Value.IsWithin);
    }

    [Fact]
    public void The_worst_is_the_largest_error_but_one_outside_its_bound_comes_first()
    {
        using var cases = new TinyCases();
        string folder = cases.Add("scalars", TinyCases.Sgd, SafetensorsTensor.Of("a", [1f], 1),
            SafetensorsTensor.Of("b", [1f], 1), SafetensorsTensor.Of("c", [1f], 1));
        var comparison = new CaseComparison(ConformanceCase.Load(folder));
        Assert.Null(comparison.Worst);

        comparison.Scalar("a", 1.01, bound: 0.1);
        comparison.Scalar("b", 1.02, bound: 0.1);
        Assert.Equal("b", comparison.Worst!.Value.Name);
        comparison.Scalar("c", 1.001, bound: 1e-4);
        Assert.Equal("c", comparison.Worst.Value.Name);
        comparison.Scalar("a", double.NaN, bound: 1);
        Assert.True(double.IsNaN(comparison.Worst.Value.Error));
        Assert.False(comparison.Worst.Value.IsWithin);
    }
}
