using L2O.Files;
using L2O.Files.Weights;
using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Celo;
using L2O.Optimizers.Learned.Celo2;
using L2O.Optimizers.Learned.Elo;
using L2O.Optimizers.Learned.Factored;
using L2O.Optimizers.Learned.SmallFc;
using L2O.Optimizers.Learned.Velo;
using L2O.Pretrained;
using L2O.Pretrained.Imports;
using Xunit;

namespace L2O.Tests.Weights;

/// <summary>
/// Trees of Haiku's and dictionaries of PyLO's, made here from a phi by what docs/imports.md says, become that phi again.
/// </summary>
public sealed class HaikuLayoutTests
{
    private const int Hidden = 4, Outputs = 3;

    private static readonly int[] s_blocks = [1, 1, 1, 3, 1, 3, 1, 3, 1, 3, 3, 3, 3, 3];

    [Theory]
    [InlineData("ff_mod_stack/~", 0)]
    [InlineData("theta/ff_mod_stack/mlp", 1)]
    public void Celo2(string module, int extraDimensions)
    {
        var settings = new Celo2(vectorRule: Celo2VectorRule.UncorrectedAdam, vectorRateFactor: 20, convolutions: Celo2Convolutions.Slices);
        float[] phi = Draw(settings);
        AssertBecomes(settings, phi, [.. Slots(settings, phi).Select(slot => new WeightTensor($"{module}/{HaikuName(slot.Name)}",
            [.. Enumerable.Repeat(1, extraDimensions), .. slot.Shape], slot.Values))]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Celo_and_Celo_Adam(bool hasNetwork)
    {
        ILearnedOptimizer settings = hasNetwork ? new Celo(convolutions: ConvolutionForm.Tensor) : new CeloAdam();
        float[] phi = Draw(settings);
        AssertBecomes(settings, phi, [.. Slots(settings, phi).Select(static slot => slot.Name.Contains('_', StringComparison.Ordinal)
            && !slot.Name.StartsWith("dense", StringComparison.Ordinal)
            ? new WeightTensor($"theta/{slot.Name.Replace('.', '/')}", slot.Shape, slot.Values)
            : new WeightTensor($"theta/ff_mod_stack/~/{HaikuName(slot.Name)}", [1, .. slot.Shape], slot.Values))]);
    }

    [Theory]
    [InlineData(5, 3, 100)]
    [InlineData(64, 32, 1)]
    public void VeLO(int lstm, int bank, double mixFactor)
    {
        var settings = new Velo(lstm, bank, mixFactor, convolutions: ConvolutionForm.Tensor);
        float[] phi = Draw(settings);
        Dictionary<string, WeightTensor> slots = Slots(settings, phi).ToDictionary(static slot => slot.Name);
        List<WeightTensor> tensors = [];
        int feature = 0;
        for (int block = 0; block < s_blocks.Length; feature += s_blocks[block++])
            tensors.Add(Part(slots["mlp.input_weights_"], $"ff_mod_stack/~/w0__{block}", bank, Hidden, feature, s_blocks[block]));
        tensors.Add(Part(slots["mlp.hidden_weights_.0"], "ff_mod_stack/~/w1", bank, Hidden, 0, Hidden));
        tensors.Add(Part(slots["mlp.output_weights_"], "ff_mod_stack/~/w2", bank, Outputs, 0, Hidden));
        foreach ((string from, string to) in new[] { ("input", "b0"), ("hidden", "b1"), ("output", "b2") })
            tensors.Add(slots[$"mlp.{from}_bias_{(from == "hidden" ? ".0" : "")}"] with { Name = $"ff_mod_stack/~/{to}" });
        foreach ((string from, string to) in new[] { ("mix_layer1", "linear"), ("mix_layer2", "linear_1"), ("final_mix_layer", "linear_2"),
            ("lstm.linear", "rnn/linear"), ("rnn_to_controls", "rnn_to_controls"), ("step_size", "step_size") })
        {
            tensors.Add(Transposed(slots[$"rnn.{from}.weight"], $"rnn_params/{to}/w"));
            tensors.Add(slots[$"rnn.{from}.bias"] with { Name = $"rnn_params/{to}/b" });
        }
        tensors.Add(slots["rnn.lstm_init_state.0"] with { Name = "lstm_init_state/hidden" });
        tensors.Add(slots["rnn.lstm_init_state.1"] with { Name = "lstm_init_state/cell" });
        AssertBecomes(settings, phi, tensors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_small_network_with_decays_and_ELO_without(bool hasDecays)
    {
        ILearnedOptimizer settings = hasDecays ? new SmallFc(8, convolutions: ConvolutionForm.Tensor)
            : new Elo(8, convolutions: ConvolutionForm.Tensor);
        float[] phi = Draw(settings);
        AssertBecomes(settings, phi, [.. Slots(settings, phi).Select(static slot => slot.Name.Split('.') switch
        {
            ["network", var layer, "weight"] => Transposed(slot, $"nn/mlp/w{Layer(layer)}"),
            ["network", var layer, _] => slot with { Name = $"nn/mlp/b{Layer(layer)}" },
            _ => slot,
        })]);

        static int Layer(string name) => name switch { "input" => 0, "output" => 2, _ => 1 };
    }

    /// <summary>The names of PyLO's modules are phi's; what AdafacLO has as constants is not in its files.</summary>
    [Fact]
    public void The_network_of_PyLO_may_be_two_kinds()
    {
        float[] phi = Draw(new Elo(8));
        SafetensorsFile file = WeightFile.Read("input", TorchBytes.Of([.. Slots(new Elo(8), phi)
            .Select(static slot => slot with { Name = $"state_dict.{slot.Name}" })])).Tensors;
        Assert.Equal(["elo", "smallFc"], WeightLayouts.Of(file).Select(static layout => layout.Kind).Order());
        Assert.Equal(phi, Convert(file, new Elo(8, convolutions: ConvolutionForm.Tensor)));
        var small = new SmallFc(8, updateScale: 0.01, convolutions: ConvolutionForm.Tensor);
        float[] imported = Convert(file, small);
        Assert.Equal(phi, imported[..phi.Length]);
        Assert.Equal([0.15216392f, 0.14245212f, 0.06812963f, 0.01079706f, 0.18621896f, -0.10864615f, -0.06185547f], imported[phi.Length..]);
    }

    [Fact]
    public void VeLO_of_PyLO_lies_in_two_files_with_bare_names()
    {
        using var folder = new TemporaryFolder();
        var settings = new Velo(lstmSize: 5, bankSize: 3, convolutions: ConvolutionForm.Tensor);
        float[] phi = Draw(settings);
        WeightTensor[] slots = [.. Slots(settings, phi).Select(static slot => slot with { Name = slot.Name[4..] })];
        string mlp = folder.Write("mlp.pt", TorchBytes.Of([.. slots[..6], new WeightTensor("input_weights", [4, 30], new float[120])])),
            rnn = folder.Write("rnn.pt", TorchBytes.Of(slots[6..]));
        SafetensorsFile both = ForeignWeights.Load([rnn, mlp]).Tensors;
        Assert.Equal(phi, Convert(both, settings));
        SafetensorsFile one = WeightFile.Load(rnn).Tensors;
        Assert.Equal($"{rnn}: it has one of VeLO's two modules; expected the files of both, RNN and MLP",
            Assert.Throws<InvalidDataException>(() => Assert.Single(WeightLayouts.Of(one)).Convert(one)).Message);
    }

    [Fact]
    public void Sizes_that_the_settings_refuse_are_the_files_fault()
    {
        SafetensorsFile file = WeightFile.Read("input", TorchBytes.Of([.. Slots(new Elo(8), Draw(new Elo(8))).Select(static slot =>
            slot.Name == "network.linear_0.weight" ? new WeightTensor(slot.Name, [7, 7], new float[49]) : slot)])).Tensors;
        IWeightLayout elo = WeightLayouts.Of(file).Single(static layout => layout.Kind == "elo");
        Assert.Equal("input: hiddenSize is 7; expected a multiple of 4 from 4 to 128",
            Assert.Throws<InvalidDataException>(() => elo.Convert(file)).Message);
    }

    private static void AssertBecomes(ILearnedOptimizer settings, float[] phi, IReadOnlyList<WeightTensor> tensors)
    {
        foreach (byte[] bytes in new[] { FlaxBytes.Of([.. tensors]), PickleBytes.Of([.. tensors]) })
        {
            SafetensorsFile file = WeightFile.Read("input", bytes).Tensors;
            Assert.Single(WeightLayouts.Of(file));
            Assert.Equal(phi, Convert(file, settings));
        }
    }

    /// <summary>Phi by the layout of that kind, which must propose those settings.</summary>
    private static float[] Convert(SafetensorsFile file, ILearnedOptimizer settings)
    {
        string kind = Settings.SettingsKinds.NameOf(typeof(ILearnedOptimizer), settings);
        StateDict dictionary = WeightLayouts.Of(file).Single(layout => layout.Kind == kind).Convert(file);
        Assert.Equal(settings, dictionary.StoredSettings);
        return dictionary.ToPhi(settings).Phi;
    }

    private static float[] Draw(ILearnedOptimizer settings)
    {
        float[] phi = new float[settings.PhiLayout().Count];
        new Rng(6).FillUniform(phi.AsSpan(), 0.5);
        return phi;
    }

    private static IEnumerable<WeightTensor> Slots(ILearnedOptimizer settings, float[] phi) =>
        settings.PhiLayout().Slots.Select(slot => new WeightTensor(slot.Name, [.. slot.Shape], slot.Of(phi).ToArray()));

    private static string HaikuName(string name) => name switch
    {
        "b0" => "b0",
        "dense_w.0" => "w1",
        "dense_w.1" => "w2",
        "dense_b.0" => "b1",
        "dense_b.1" => "b2",
        _ => name.Replace(".", "__", StringComparison.Ordinal),
    };

    private static WeightTensor Transposed(WeightTensor slot, string name) =>
        new(name, [slot.Shape[1], slot.Shape[0]], [.. Enumerable.Range(0, slot.Shape[1]).SelectMany(column =>
            Enumerable.Range(0, slot.Shape[0]).Select(row => slot.Values[row * slot.Shape[1] + column]))]);

    // Some of the last dimension of (bank, outputs, inputs), as (bank, inputs, outputs)
    private static WeightTensor Part(WeightTensor slot, string name, int bank, int outputs, int from, int count)
    {
        float[] values = new float[bank * count * outputs];
        for (int network = 0, at = 0; network < bank; network++)
            for (int input = from; input < from + count; input++)
                for (int output = 0; output < outputs; output++)
                    values[at++] = slot.Values[(network * outputs + output) * slot.Shape[2] + input];
        return new WeightTensor(name, [bank, count, outputs], values);
    }
}
