using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Learnable;
using L2O.Optimizers.Learned.Lstm;
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

    private PhiFile Write(ILearnedOptimizer settings)
    {
        float[] phi = [.. Enumerable.Range(0, settings.PhiLayout().Count).Select(static i => 0.01f * i)];
        var file = new PhiFile(settings, phi, System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty);
        file.Save(_folder[PhiFile.FileName]);
        return file;
    }
}
