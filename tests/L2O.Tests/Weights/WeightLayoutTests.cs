using System.Collections.Immutable;
using L2O.Files;
using L2O.Files.Weights;
using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.RnnProp;
using L2O.Pretrained;
using L2O.Pretrained.Imports;
using Xunit;

namespace L2O.Tests.Weights;

/// <summary>Layouts of published weights, and what is made of them.</summary>
public sealed class WeightLayoutTests
{
    public static TheoryData<string> Published => ["dm_cw", "dm_cl_il_cw", "rnnprop_rp", "rnnprop_cl_il_rp"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Imported_LSTMs_make_the_updates_of_the_published_code(bool isRnnProp)
    {
        WeightTensor[] tensors = WeightTensor.Sonnet(hidden: 3, isRnnProp);
        SafetensorsFile file = WeightFile.Read("input", PickleBytes.OfDill(tensors)).Tensors;
        ILearnedOptimizer settings = isRnnProp ? new RnnProp(3, updateScale: 0.01)
            : new CoordinateLstm(3, preprocessFactor: 5, updateScale: 0.01);
        AssertUpdates(file, settings, tensors);
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void The_published_files_do_too(string name)
    {
        SafetensorsFile file = WeightFile.Load(PublishedFile($"{name}.l2l-0")).Tensors;
        WeightTensor[] tensors =
            [.. file.Tensors.Select(static tensor => new WeightTensor(tensor.Name, [.. tensor.Shape], tensor.ToSingle()))];
        bool isRnnProp = name.StartsWith("rnnprop", StringComparison.Ordinal);
        ILearnedOptimizer settings = isRnnProp ? new RnnProp(updateScale: 0.01)
            : new CoordinateLstm(preprocessFactor: 5, updateScale: 0.01);
        AssertUpdates(file, settings, tensors);
    }

    [Theory]
    [InlineData("celo.state", 33, 37089)]
    [InlineData("celo-adam.state", 12, 36865)]
    public void Published_states_of_flax_are_read(string name, int tensors, int numbers)
    {
        WeightFile file = WeightFile.Load(PublishedFile(name));
        Assert.Equal((tensors, numbers, 0),
            (file.Tensors.Tensors.Count, file.Tensors.Tensors.Sum(static tensor => tensor.Count), file.LeftOut));
        Assert.Equal([128, 256], file.Tensors.Shape("rnn_params/rnn/linear/w"));
        Assert.All(file.Tensors.Names, name => Assert.Equal(-1, FiniteCheck.FirstNonFinite(file.Tensors.ReadSingle(name))));
    }

    [Fact]
    public void State_dictionaries_of_every_kind_are_recognized()
    {
        using var folder = new TemporaryFolder();
        foreach (TheoryDataRow<ILearnedOptimizer> row in Runs.StateDictTests.Kinds)
        {
            ILearnedOptimizer settings = row.Data;
            string path = folder[$"{settings.GetType().Name}-{settings.PhiLayout().Count}.safetensors"];
            StateDict.Save(path, new PhiFile(settings, new float[settings.PhiLayout().Count],
                ImmutableSortedDictionary<string, string>.Empty));
            SafetensorsFile file = WeightFile.Load(path).Tensors;
            string kind = Settings.SettingsKinds.NameOf(typeof(ILearnedOptimizer), settings);
            IWeightLayout layout = WeightLayouts.Of(file).First(layout => layout.Kind == kind);
            Assert.Equal(settings.PhiLayout().Count, layout.Convert(file).ToPhi(settings).Phi.Length);
        }
    }

    [Theory]
    [InlineData("lstm_2/w_gates", "input: tensor 'lstm_2/w_gates' has shape [5, 12]; expected [6, 12]", 5, 12)]
    [InlineData("lstm_1/b_gates", "input: tensor 'lstm_1/b_gates' has 13 values; expected 4 H with H from 1 to 1024", 13)]
    [InlineData("lstm_1/w_gates", "input: tensor 'lstm_1/w_gates' has 7 rows; expected 3 and the one or two inputs", 7, 12)]
    [InlineData("lstm_1/w_gates", "input: tensor 'lstm_1/w_gates' has shape [5]; expected 2 sizes", 5)]
    [InlineData("linear/b", "input: no tensor 'linear/b'; expected the published ones")]
    [InlineData("linear/c", "input: tensor 'linear/c' is none of this learned optimizer's; expected lstm_1/w_gates, ...", 1)]
    public void Tensors_that_do_not_fit_are_named(string name, string expected, params int[] shape)
    {
        List<WeightTensor> tensors = [.. WeightTensor.Sonnet(3, isRnnProp: false).Where(tensor => tensor.Name != name)];
        if (shape.Length > 0)
            tensors.Add(WeightTensor.Draw(new Rng(1), name, 1, shape));
        SafetensorsFile file = WeightFile.Read("input", PickleBytes.Of([.. tensors])).Tensors;
        string message = Assert.Throws<InvalidDataException>(() => new DmLayout().Convert(file)).Message;
        Assert.StartsWith(expected.TrimEnd('.'), message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_named()
    {
        WeightTensor[] tensors = WeightTensor.Sonnet(3, isRnnProp: true);
        tensors[1].Values[2] = float.NaN;
        SafetensorsFile file = WeightFile.Read("input", PickleBytes.Of(tensors)).Tensors;
        Assert.Equal("input: tensor 'input_projection/b' has NaN at position 2; expected numbers that are finite in single precision",
            Assert.Throws<InvalidDataException>(() => Single(file, "rnnProp").Convert(file)).Message);
    }

    /// <summary>Twenty steps, with gradients of all sizes.</summary>
    private static void AssertUpdates(SafetensorsFile file, ILearnedOptimizer expected, IReadOnlyList<WeightTensor> tensors)
    {
        StateDict dictionary = Single(file, expected is RnnProp ? "rnnProp" : "coordinateLstm").Convert(file);
        Assert.Equal(expected, dictionary.StoredSettings);
        double[] phi = [.. dictionary.ToPhi(expected).Phi.Select(static value => (double)value)];
        using var compute = new Compute(threads: 1);
        LearnedRun<double> run = expected.Bind<double>(phi, compute).Start(ParameterLayout.Vector(1));
        var reference = new SonnetReference(tensors);
        var rng = new Rng(9);
        double[] update = new double[1];
        double moved = 0;
        for (int step = 0; step < 20; step++)
        {
            double gradient = Math.Pow(10, rng.NextUniform(-6, 1)) * (rng.NextInt(2) == 0 ? 1 : -1);
            run.Advance([0], [gradient], update);
            double wanted = reference.Step(gradient);
            moved = Math.Max(moved, Math.Abs(wanted));
            // They add 1.2e-7 to a gradient's size where we add 1e-8, which is 4e-6 of a feature at most; biases are rounded once more.
            Assert.Equal(wanted, update[0], 1e-5 * moved);
        }
        Assert.InRange(moved, 1e-4, 1);
    }

    private static IWeightLayout Single(SafetensorsFile file, string kind)
    {
        IWeightLayout layout = Assert.Single(WeightLayouts.Of(file));
        Assert.Equal(kind, layout.Kind);
        return layout;
    }

    private static string PublishedFile(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("L2O_WEIGHTS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "L2O_WEIGHTS is not set: no weights of others");
        return Path.Combine(folder, name);
    }
}
