using L2O.Numerics;
using L2O.Optimizers.Learned.Lstm;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Optimizers.Learned;

public sealed class CoordinateLstmTests
{
    [Fact]
    public void Phi_has_the_names_and_shapes_of_the_originals_files()
    {
        ParameterLayout layout = new CoordinateLstm(hiddenSize: 20, extraInputs: [ExtraInput.ParameterValue]).PhiLayout();
        Assert.Equal(
            ["recurs.weight_ih", "recurs.weight_hh", "recurs.bias_ih", "recurs.bias_hh", "recurs2.weight_ih",
                "recurs2.weight_hh", "recurs2.bias_ih", "recurs2.bias_hh", "output.weight", "output.bias"],
            layout.Slots.Select(static slot => slot.Name));
        Assert.Equal([80, 3], layout["recurs.weight_ih"].Shape);
        Assert.Equal([80, 20], layout["recurs2.weight_ih"].Shape);
        Assert.Equal([1, 20], layout["output.weight"].Shape);
        Assert.Equal(80 * (3 + 20 + 2) + 80 * (20 + 20 + 2) + 21, layout.Count);
    }

    [Fact]
    public void A_fresh_phi_is_uniform_within_one_over_the_root_of_the_hidden_size()
    {
        var settings = new CoordinateLstm(hiddenSize: 16);
        double[] phi = new double[settings.PhiLayout().Count];
        settings.InitializePhi<double>(phi, new Rng(1));
        Assert.All(phi, static value => Assert.InRange(value, -0.25, 0.25));
        Assert.Equal(0.25 * 0.25 / 3, phi.Average(static value => value * value), 0.002); // the variance of a uniform distribution
        Assert.InRange(phi.Max(), 0.24, 0.25);
    }

    [Fact]
    public void Xavier_changes_the_output_layer_only_and_zeroes_its_bias()
    {
        var uniform = new CoordinateLstm(hiddenSize: 16);
        var xavier = new CoordinateLstm(hiddenSize: 16, outputInitialization: OutputInitialization.Xavier);
        double[] expected = new double[uniform.PhiLayout().Count], phi = [.. expected];
        uniform.InitializePhi<double>(expected, new Rng(1));
        xavier.InitializePhi<double>(phi, new Rng(1));
        int output = uniform.PhiLayout()["output.weight"].Offset;
        Assert.Equal(expected[..output], phi[..output]);
        Assert.All(phi[output..^1], static value => Assert.InRange(Math.Abs(value), 0, Math.Sqrt(6.0 / 17)));
        Assert.Contains(phi[output..^1], static value => Math.Abs(value) > 0.25);
        Assert.Equal(0, phi[^1]);
    }

    [Theory]
    [InlineData(0, 10.0, 0.1, 0, "hiddenSize is 0; expected 1 to 1024")]
    [InlineData(20, -1.0, 0.1, 0, "preprocessFactor is -1; expected above 0 and at most 80")]
    [InlineData(20, double.NaN, 0.1, 0, "preprocessFactor is NaN; expected above 0 and at most 80")]
    [InlineData(20, 10.0, 0.0, 0, "updateScale is 0; expected a positive number")]
    [InlineData(20, 10.0, 0.1, 65, "extraInputs has 65 entries; expected at most 64")]
    public void Settings_out_of_range_are_refused_with_their_value(int hidden, double factor, double scale, int extra, string expected) =>
        Assert.StartsWith(expected,
            Assert.Throws<ArgumentOutOfRangeException>(() =>
            new CoordinateLstm(hidden, true, factor, scale, LearnedRuns.Supplied(extra))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_phi_of_another_size_is_refused()
    {
        using var compute = new Compute(threads: 1);
        string message = Assert.Throws<ArgumentException>(() =>
            new CoordinateLstm(hiddenSize: 4).Bind<float>(new float[7], compute)).Message;
        Assert.Contains("phi has 7 values; expected 293, as laid out by this CoordinateLstm", message, StringComparison.Ordinal);
    }
}
