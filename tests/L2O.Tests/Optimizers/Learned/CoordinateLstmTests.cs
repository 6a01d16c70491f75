using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned.Lstm;
using L2O.Pretrained;
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

    [Fact]
    public void A_phi_of_PyTorch_is_its_stream_from_the_first_tensor_to_the_last()
    {
        var settings = new CoordinateLstm(hiddenSize: 16, initialization: PhiInitialization.Pytorch, initializationSeed: 5489);
        float[] phi = new float[settings.PhiLayout().Count], same = [.. phi];
        double[] wide = new double[phi.Length];
        settings.InitializePhi<float>(phi, new Rng(1));
        settings.InitializePhi<float>(same, new Rng(2));
        settings.InitializePhi<double>(wide, new Rng(3));
        Assert.Equal(phi, same);
        Assert.Equal(phi.Select(static value => (double)value), wide);
        var generator = new PyTorchGenerator(5489);
        Assert.All(phi, value => Assert.Equal((generator.NextUInt32() & 0xffffff) / 33554432.0 - 0.25, value, 2e-8)); // of ±1/4
        Assert.NotEqual(phi, Draw(5490));

        static float[] Draw(int seed)
        {
            var settings = new CoordinateLstm(hiddenSize: 16, initialization: PhiInitialization.Pytorch, initializationSeed: seed);
            float[] phi = new float[settings.PhiLayout().Count];
            settings.InitializePhi<float>(phi, new Rng(1));
            return phi;
        }
    }

    [Fact]
    public void PyTorchs_seed_0_gives_the_studys_own_start_bit_for_bit()
    {
        string? folder = Environment.GetEnvironmentVariable("L2O_WEIGHTS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "L2O_WEIGHTS is not set: no start of the study to compare with");
        var settings = new CoordinateLstm(initialization: PhiInitialization.Pytorch);
        float[] phi = new float[settings.PhiLayout().Count];
        settings.InitializePhi<float>(phi, new Rng(1));
        Assert.Equal(PhiFile.Load(Path.Combine(folder, "study-phi-0.safetensors")).Phi.ToArray(), phi);
    }

    [Fact]
    public void Settings_of_the_start_that_contradict_each_other_are_refused()
    {
        Assert.Equal("initializationSeed is 3 and initialization is own; expected initialization pytorch with such a seed",
            Assert.Throws<ArgumentException>(static () => new CoordinateLstm(initializationSeed: 3)).Message);
        Assert.Equal("initialization is pytorch and outputInitialization is xavier; expected uniform, which is what PyTorch draws",
            Assert.Throws<ArgumentException>(static () => new CoordinateLstm(outputInitialization: OutputInitialization.Xavier,
                initialization: PhiInitialization.Pytorch)).Message);
    }

    [Theory]
    [InlineData(null, null, 200)]
    [InlineData(null, 1000, 1000)]
    [InlineData(50.0, 1000, 50)]
    public void Time_is_told_in_the_length_of_the_run_unless_a_horizon_is_set(double? horizon, int? length, int expected)
    {
        using var compute = new Compute(1);
        var settings = new CoordinateLstm(hiddenSize: 2, extraInputs: [ExtraInput.Time, ExtraInput.TimeDecay], timeHorizon: horizon);
        CoordinateLstmRun<double> run = LearnedRuns.Draw<double>(settings, compute, 1, out _)
            .Start(ParameterLayout.Vector(1), new RunContext(length));
        double[] update = new double[1];
        run.Advance([0], [1], update);
        run.Advance([0], [1], update);
        Assert.Equal([1.0 / (expected + 1), Math.Exp(-2.0 / expected)], run.ExtraInputs.ToArray());
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
