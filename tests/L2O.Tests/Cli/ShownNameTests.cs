using L2O.Cli.Options;
using L2O.Files;
using L2O.Pretrained;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Cli;

/// <summary>Names with line breaks or escape codes of terminals are written out wherever they are shown.</summary>
public sealed class ShownNameTests : IDisposable
{
    private const string Wild = "a\nb\u001b[31m\tc";
    private const string Shown = "a\\nb\\u001b[31m\\tc";

    private readonly TemporaryFolder _folder = new();
    private readonly TinyMnist _data = new();

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }

    [Theory]
    [InlineData("plain ä α", "plain ä α")]
    [InlineData(Wild, Shown)]
    [InlineData("\r\u0085\u2028\u007f", "\\r\\u0085\\u2028\\u007f")]
    public void Control_characters_are_written_as_in_a_program(string text, string shown) => Assert.Equal(shown, OneLine.Of(text));

    [Fact]
    public void Phis_with_wild_names_are_tested_and_shown_in_one_line()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no such names there");
        string[] phis = [_folder[$"{Wild}.safetensors"], _folder["other.safetensors"]];
        foreach (string path in phis)
            PhiSource.Load("pretrained/sigmoid").Save(path);
        string rest = $"--data-dir {_data.Root} --data mnist --optimizees mlp-tanh-3 --baselines sgd@0.1 --iterations 3 --runs 1 --out";

        CliHarness.CliOutcome outcome = CliHarness.Run(["meta-test", .. phis, .. rest.Split(' '), _folder["out"]]);

        Assert.Equal(0, outcome.Code);
        Assert.Contains(Shown, outcome.Output, StringComparison.Ordinal);
        Assert.All([outcome.Output, outcome.Error, File.ReadAllText(_folder["out/runs.csv"]), File.ReadAllText(_folder["out/report.md"])],
            static text => Assert.DoesNotContain('\u001b', text));
        Assert.Contains(Shown, MetricsCsv.Read(_folder["out"]).Curves.Select(static curve => curve.Optimizer));
        Assert.Equal(3, MetricsCsv.Read(_folder["out"]).Curves.Select(static curve => curve.Optimizer).Distinct().Count());
        Assert.Equal(Shown, MetaTestRequest.LoadAll([(phis[0], null), (phis[1], null)], [])[0].Name);
    }

    [Fact]
    public void Errors_notes_and_tables_show_them_in_one_line()
    {
        CliHarness.CliOutcome missing = CliHarness.Run("meta-test", _folder[Wild], "--out", _folder["out"]);
        Assert.Equal(2, missing.Code);
        Assert.StartsWith($"error: {_folder[Shown]}", Assert.Single(missing.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        CliHarness.CliOutcome said = CliHarness.Run(static invocation =>
        {
            invocation.Note(Wild);
            invocation.Warn(Wild);
            invocation.Terminal.Print(Wild);
            return 0;
        }, CancellationToken.None);
        Assert.Equal(($"{Shown}\n", $"{Shown}\nwarning: {Shown}\n"),
            (said.Output.ReplaceLineEndings("\n"), said.Error.ReplaceLineEndings("\n")));
        CliHarness.CliOutcome option = CliHarness.Run($"--{Wild}");
        Assert.Single(option.Error.TrimEnd('\n').Split('\n'));
    }
}
