using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Learnable;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.RnnProp;
using L2O.Pretrained;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Cli;

public sealed class ExportImportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_phi_goes_out_and_comes_back_to_the_same_bytes()
    {
        PhiFile phi = Write(new CoordinateLstm(hiddenSize: 3, updateScale: 0.2));
        string said = TinyCommands.Run($"export {_folder.Root} --out {_folder["a"]}").Output;
        Assert.Equal($"10 tensors, {phi.Phi.Length} parameters, are in {_folder["a"]}\n", said.ReplaceLineEndings("\n"));
        TinyCommands.Run($"import {_folder["a"]} --set learnedOptimizer.updateScale=0.2 --out {_folder["b"]}");
        PhiFile back = PhiFile.Load(_folder["b"]);
        Assert.Equal((phi.Settings, "a"), (back.Settings, back.Origin["imported"]));
        Assert.Equal(phi.Phi, back.Phi);
        TinyCommands.Run($"export {_folder["b"]} --out {_folder["c"]}");
        Assert.Equal(File.ReadAllBytes(_folder["a"]), File.ReadAllBytes(_folder["c"]));
    }

    [Fact]
    public void What_no_shape_tells_comes_from_an_experiment_or_from_settings()
    {
        Write(new CoordinateLstm(hiddenSize: 3, extraInputs: LearnedRuns.Supplied(1)));
        TinyCommands.Run($"export {_folder.Root} --out {_folder["a"]}");
        TinyCommands.Run($"import {_folder["a"]} --like paper/time --out {_folder["like"]}");
        TinyCommands.Run(
            $"import {_folder["a"]} --set learnedOptimizer.extraInputs=parameterValue --set learnedOptimizer.preprocessFactor=5 --out " +
            $"{_folder["set"]}");
        Assert.Equal(new CoordinateLstm(hiddenSize: 3, extraInputs: [ExtraInput.Time]), PhiFile.Load(_folder["like"]).Settings);
        Assert.Equal(new CoordinateLstm(hiddenSize: 3, preprocessFactor: 5, extraInputs: [ExtraInput.ParameterValue]),
            PhiFile.Load(_folder["set"]).Settings);
    }

    [Fact]
    public void A_hidden_size_that_was_typed_must_be_that_of_the_file()
    {
        Write(new CoordinateLstm(hiddenSize: 3));
        CliHarness.CliOutcome outcome = CliHarness.Run("import", _folder[PhiFile.FileName], "--set",
            "learnedOptimizer.hiddenSize=4", "--out", _folder["b"]);
        Assert.Equal((2, $"error: {_folder[PhiFile.FileName]}: tensor 'recurs.weight_ih' has shape [12, 2]; expected [16, 2]\n"),
            (outcome.Code, outcome.Error.ReplaceLineEndings("\n")));
    }

    [Fact]
    public void Other_architectures_are_named()
    {
        Write(new LearnableAdam());
        TinyCommands.Run($"export {_folder.Root} --out {_folder["a"]}");
        TinyCommands.Run($"import {_folder["a"]} --set learnedOptimizer.kind=learnableAdam --out {_folder["b"]}");
        Assert.Equal(new LearnableAdam(), PhiFile.Load(_folder["b"]).Settings);
    }

    [Fact]
    public void Without_an_output_it_says_what_it_found()
    {
        string file = _folder.Write("dm.l2l-0", PickleBytes.OfDill(WeightTensor.Sonnet(hidden: 3, isRnnProp: false)));
        string[] lines = TinyCommands.Run($"import {file}").Output.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal($"{file}: a pickle of NumPy arrays, protocol 3, written by dill; 6 tensors, 160 numbers", lines[0]);
        Assert.Equal("  lstm_1/w_gates  F32  [5, 12]", lines[1]);
        Assert.Equal("coordinateLstm: L2O-DM (L2O-Training-Techniques; LSTM cells of Sonnet)", lines[7]);
        Assert.StartsWith("settings: kind \"coordinateLstm\", hiddenSize 3, preprocess true, preprocessFactor 5, updateScale 0.01, ",
            lines[8], StringComparison.Ordinal);
        Assert.Equal("10 tensors, 184 parameters; '--out PHI' writes them", lines[9]);
        Assert.Equal([file], Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void Weights_of_others_become_a_phi_whose_settings_may_be_changed()
    {
        string file = _folder.Write("rp.l2l-0", PickleBytes.Of(WeightTensor.Sonnet(hidden: 3, isRnnProp: true)));
        TinyCommands.Run($"import {file} --as rnnProp --set learnedOptimizer.updateScale=0.02 --out {_folder["a"]}");
        PhiFile phi = PhiFile.Load(_folder["a"]);
        Assert.Equal((new RnnProp(3, updateScale: 0.02), "rp.l2l-0"), (phi.Settings, phi.Origin["imported"]));
        using var json = System.Text.Json.JsonDocument.Parse(TinyCommands.Run($"import {file} --json --out {_folder["b"]}").Output);
        Assert.Equal(("rnnProp", 8, _folder["b"]), (json.RootElement.GetProperty("kind").GetString(),
            json.RootElement.GetProperty("files")[0].GetProperty("tensors").GetArrayLength(),
            json.RootElement.GetProperty("output").GetString()));
    }

    [Fact]
    public void One_learned_optimizer_may_lie_in_several_files()
    {
        WeightTensor[] tensors = WeightTensor.Sonnet(hidden: 3, isRnnProp: false);
        string a = _folder.Write("a.state", FlaxBytes.Of(tensors[..3])), b = _folder.Write("b.pt", TorchBytes.Of(tensors[3..]));
        TinyCommands.Run($"import {a} {b} --out {_folder["two"]}");
        string whole = _folder.Write("whole.state", FlaxBytes.Of(tensors));
        TinyCommands.Run($"import {whole} --out {_folder["one"]}");
        Assert.Equal(PhiFile.Load(_folder["one"]).Phi, PhiFile.Load(_folder["two"]).Phi);
        Assert.Equal("a.state + b.pt", PhiFile.Load(_folder["two"]).Origin["imported"]);
        AssertRefused($"{a} + {a}: tensor 'lstm_1/w_gates' is in 2 of the files; expected each tensor once", "import", a, a);
    }

    [Theory]
    [InlineData("celo2", "its tensors are those of rnnProp; expected celo2, as '--as' says")]
    [InlineData("coordinateLstm", "its tensors are those of rnnProp; expected coordinateLstm, as '--as' says")]
    public void Another_kind_than_the_tensors_say_is_refused(string kind, string expected)
    {
        string file = _folder.Write("rp.l2l-0", PickleBytes.Of(WeightTensor.Sonnet(hidden: 3, isRnnProp: true)));
        AssertRefused($"{file}: {expected}", "import", file, "--as", kind);
        Write(new CoordinateLstm(3));
        AssertRefused($"{_folder[PhiFile.FileName]}: its settings say coordinateLstm; expected rnnProp, as '--as' does",
            "import", _folder[PhiFile.FileName], "--as", "rnnProp");
    }

    private static void AssertRefused(string expected, params string[] line)
    {
        CliHarness.CliOutcome outcome = CliHarness.Run(line);
        Assert.Equal((2, $"error: {expected}\n"), (outcome.Code, outcome.Error.ReplaceLineEndings("\n")));
    }

    private PhiFile Write(ILearnedOptimizer settings)
    {
        float[] phi = [.. Enumerable.Range(0, settings.PhiLayout().Count).Select(static i => 0.01f * i)];
        var file = new PhiFile(settings, phi, System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty);
        file.Save(_folder[PhiFile.FileName]);
        return file;
    }
}
