using System.Collections.Immutable;
using L2O.Cli.Options;
using L2O.Data.Sources;
using L2O.Experiments;
using L2O.Optimizers.Learned.Lstm;
using L2O.Pretrained;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Cli;

/// <summary>What a test of a phi takes where nobody says: what the phi was meta-trained on, and it is said.</summary>
public sealed class MetaTestDefaultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TinyMnist _data = new();

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }

    [Theory]
    [InlineData("analyze", "--measure norms")]
    [InlineData("meta-test", "")]
    public void Network_and_data_are_those_of_the_phis_metadata(string command, string more)
    {
        string phi = Phi("mlp-tanh-3", "mnist (classes 0 1)");

        CliHarness.CliOutcome outcome = TinyCommands.Run(
            $"{command} {phi} {more} --data-dir {_data.Root} --baselines sgd@0.1 --iterations 3 --runs 1 --out {_folder["out"]}"
                .Replace("  ", " ", StringComparison.Ordinal));

        Assert.Equal("mlp-tanh-3",
            Assert.Single(MetricsCsv.Read(_folder["out"]).Curves.Select(static curve => curve.Optimizee).Distinct()));
        Assert.Contains("\"onlyClasses\": [\n", File.ReadAllText(_folder["out/config.json"]), StringComparison.Ordinal);
        Assert.Contains($"by default: mlp-tanh-3 on mnist (classes 0 1), what {phi} was meta-trained on (--optimizees, --data)\n",
            outcome.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_are_not_there_are_replaced_by_the_digits_in_one_line()
    {
        string phi = Phi("mlp-tanh-3", "mnist");

        var defaults = MetaTestDefaults.Of(null, [phi], new DataFolder(_folder["empty"]));

        Assert.Equal(["mlp-tanh-3"], defaults.Optimizees);
        Assert.Equal(new DataSettings(), defaults.Data);
        Assert.Equal(
            ["by default: mlp-tanh-3 on digits, the network it was meta-trained on (--optimizees, --data)"],
            defaults.Lines(false, false));
        Assert.Equal($"mnist, which the learned optimizer was meta-trained on, is not in {_folder["empty"]}; the digits are taken instead",
            defaults.Missing);
        Assert.Equal([$"network by default: mlp-tanh-3, what {phi} was meta-trained on (--optimizees)"], defaults.Lines(false, true));
        Assert.Empty(defaults.Lines(true, true));
    }

    [Fact]
    public void A_folder_of_a_meta_training_whose_data_are_gone_is_tested_on_the_digits_too()
    {
        TinyCommands.Run($"{TinyCommands.MetaTrain(_data)} --set metaTraining.epochs=1 --out {_folder["run"]}");

        var defaults = MetaTestDefaults.Of(null, [_folder["run"]], new DataFolder(_folder["empty"]));

        Assert.Equal(new DataSettings(), defaults.Data);
        Assert.Contains(", is not in ", defaults.Missing, StringComparison.Ordinal);
        Assert.Null(MetaTestDefaults.Of(null, [_folder["run"]], new DataFolder(_data.Root)).Missing);
    }

    [Fact]
    public void Other_data_of_the_same_name_are_not_said_to_be_what_it_was_meta_trained_on()
    {
        using var others = new TinyMnist();
        TinyCommands.Run($"{TinyCommands.MetaTrain(_data)} --set metaTraining.epochs=1 --out {_folder["run"]}");
        foreach (string file in Directory.GetFiles(Path.Combine(others.Root, "mnist"), "train-labels*"))
            File.WriteAllBytes(file, TemporaryFolder.Gzip(IdxBytes.Of([256], new byte[256]))); // all are zeros
        int tests = 0;
        foreach (string phi in new[] { _folder["run"], _folder["run/phi.safetensors"] })
        {
            string line = $"meta-test {phi} --baselines sgd@0.1 --iterations 3 --runs 1 --data-dir";
            string same = TinyCommands.Run($"{line} {_data.Root} --out {_folder[$"test{++tests}"]}").Error;
            Assert.Contains($"what {phi} was meta-trained on", same, StringComparison.Ordinal);
            string error = TinyCommands.Run($"{line} {others.Root} --out {_folder[$"test{++tests}"]}").Error;
            Assert.DoesNotContain($"what {phi} was meta-trained on", error, StringComparison.Ordinal);
            Assert.Matches("warning: .+ was not meta-trained on mnist as it is here: the digest of the training split is "
                + "[0-9a-f]{16}, of the one that it was meta-trained on [0-9a-f]{16}\n", error.ReplaceLineEndings("\n"));
            Assert.Contains($"on mnist, with other data of that name than {phi} was meta-trained on", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_phi_that_says_nothing_or_names_an_unknown_network_is_tested_on_the_usual_one()
    {
        var silent = MetaTestDefaults.Of(null, [Phi(null, null)], new DataFolder(_data.Root));
        Assert.Equal([PhiOrigin.DefaultOptimizee], silent.Optimizees);
        Assert.Contains("does not say what it was meta-trained on", Assert.Single(silent.Lines(false, false)), StringComparison.Ordinal);
        Assert.Equal([PhiOrigin.DefaultOptimizee],
            MetaTestDefaults.Of(null, [Phi("of-the-future-7", "digits")], new DataFolder(_data.Root)).Optimizees);
        Assert.Contains("for want of a PHI", Assert.Single(MetaTestDefaults.Of(null, [], new DataFolder(_data.Root)).Lines(false, false)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("mnist (normalize, 14x14, classes 0 1)")]
    [InlineData("cifar-10 (target input, gray)")]
    public void Metadata_say_data_that_can_be_read_again(string text) => Assert.Equal(text, DataText.FromDescription(text)?.ToString());

    [Theory]
    [InlineData("houses.csv (target price)")]
    [InlineData("mnist (target price)")]
    [InlineData("mnist (classes x)")]
    [InlineData("mnist (")]
    public void Data_of_ones_own_are_not_guessed(string text) => Assert.Null(DataText.FromDescription(text));

    [Fact]
    public void The_library_takes_them_too()
    {
        var learned = LearnedOptimizer.Load(Phi("mlp-tanh-3", "digits"));

        Assert.Equal("digits", learned.CompareWith(["sgd@0.1"], iterations: 1, runs: 1,
            cancellation: TestContext.Current.CancellationToken).Data);
        Assert.Equal("mnist", PhiOrigin.Of(PhiSource.Load(Phi("mlp-tanh-3", "mnist")))
            .DataOrDigits(new DataFolder(_data.Root), out string? missing).Name);
        Assert.Null(missing);
    }

    private string Phi(string? optimizee, string? data)
    {
        var settings = new CoordinateLstm(hiddenSize: 4);
        var origin = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (optimizee is not null)
            origin.Add("optimizee", optimizee);
        if (data is not null)
            origin.Add("data", data);
        string path = _folder[$"{Guid.NewGuid():N}.safetensors"];
        new PhiFile(settings, new float[settings.PhiLayout().Count], origin.ToImmutable()).Save(path);
        return path;
    }
}
