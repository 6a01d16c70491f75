using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using L2O.Cli;
using L2O.Cli.Describing;
using L2O.Cli.Help;
using L2O.Cli.Options;
using L2O.Experiments;
using L2O.Settings;
using Xunit;

namespace L2O.Tests.Cli;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("inof", "unknown command 'inof' of 'l2o'; did you mean 'info'?")]
    [InlineData("info --thread 3", "unknown option '--thread' of 'l2o info'; did you mean '--threads'?")]
    [InlineData("info --threads abc", "option '--threads' has the value 'abc'; expected an integer from 0 to 1024")]
    [InlineData("info --threads -3", "option '--threads' has the value '-3'; expected an integer from 0 to 1024")]
    [InlineData("info --threads 1.5", "option '--threads' has the value '1.5'; expected an integer from 0 to 1024")]
    [InlineData("info --threads", "option '--threads' has no value; expected N")]
    [InlineData("info --threads --json", "option '--threads' has no value in front of '--json'; expected N")]
    [InlineData("info --threads 1 --threads 2", "option '--threads' expects a single argument but 2 were provided")]
    [InlineData("info --data-dir --jsn", "option '--data-dir' has no value in front of '--jsn'; expected DIR")]
    [InlineData("--threads 3 info", "option '--threads' stands in front of its command; expected it behind 'l2o info'")]
    [InlineData("info extra", "'extra' is too much for 'l2o info'; see 'l2o info --help'")]
    [InlineData("--quiet",
        "'l2o' is not complete; expected one of quickstart, meta-train, meta-test, analyze, train, predict, paper, yardstick, submit, ")]
    [InlineData("meta-train", "option '--out' is missing; expected --out DIR")]
    [InlineData("meta-test --out x",
        "there is no PHI; expected the file of a learned optimizer or the folder of its meta-training, or --baselines or --experiment")]
    [InlineData("data lst", "unknown command 'lst' of 'l2o data'; did you mean 'list'?")]
    public void Bad_usage_gives_one_line_and_exit_code_2(string line, string expected)
    {
        CliHarness.CliOutcome outcome = CliHarness.Run(line.Split(' '));

        string start = $"error: {expected}";
        Assert.StartsWith(start, outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd('\n').Split('\n'));
        Assert.Empty(outcome.Output);
        Assert.Equal(2, outcome.Code);
    }

    [Theory]
    [InlineData("--seed -1", "option '--seed' has the value '-1'; expected an integer from 0 to 18446744073709551615")]
    [InlineData("--seed 18446744073709551616",
        "option '--seed' has the value '18446744073709551616'; expected an integer from 0 to 18446744073709551615")]
    [InlineData("--names a,,b", "option '--names' has the value 'a,,b'; expected names separated by commas")]
    [InlineData("--kind secnd", "option '--kind' has the value 'secnd'; expected one of first, second; did you mean 'second'?")]
    [InlineData("--rate 0", "option '--rate' has the value '0'; expected a number greater than 0")]
    [InlineData("--rate NaN", "option '--rate' has the value 'NaN'; expected a number greater than 0")]
    [InlineData("--rate 1,5", "option '--rate' has the value '1,5'; expected a number greater than 0")]
    [InlineData("--sed 3", "unknown option '--sed' of 'l2o probe'; did you mean '--seed'?")]
    [InlineData("--set --seed 3", "option '--set' has no value in front of '--seed'; expected KEY=VALUE")]
    public void Bad_values_are_refused_before_the_command_runs(string line, string expected)
    {
        CliHarness.CliOutcome outcome = CliHarness.Run(_ => throw new InvalidOperationException("ran"),
            CancellationToken.None, line.Split(' '));

        Assert.Equal($"error: {expected}\n", outcome.Error.ReplaceLineEndings("\n"));
        Assert.Equal(2, outcome.Code);
    }

    [Fact]
    public void Values_arrive_in_the_command()
    {
        CliHarness.ProbeCommand? command = null;
        string? seen = null;
        command = new CliHarness.ProbeCommand(invocation =>
        {
            seen = $"{invocation.Get(command!.Input)} {invocation.Get(command.Seed)} " +
                $"{string.Join("|", invocation.Get(command.Names).Names)} {invocation.Get(command.Kind)} "
                + $"{invocation.Get(command.Rate)} {string.Join("|", invocation.Get(command.Set))} {invocation.Quiet} " +
                    $"{invocation.IsGiven(command.Rate)} {invocation.IsGiven(command.Kind)}";
            return ExitCode.Done;
        });

        CliHarness.CliOutcome outcome = CliHarness.Run(new CommandLineApp([command]),
            ["probe", "phi", "--seed", "18446744073709551615", "--names", "x,y", "--names", "z",
                "--rate=1e-3", "--set", "a=1", "--set", "b=-2", "--quiet"], CancellationToken.None);

        Assert.Equal("", outcome.Error);
        Assert.Equal("phi 18446744073709551615 x|y|z first 0.001 a=1|b=-2 True True False", seen);
    }

    [Fact]
    public void Behind_a_double_dash_a_dash_means_nothing()
    {
        CliHarness.ProbeCommand? command = null;
        string? seen = null;
        command = new CliHarness.ProbeCommand(invocation => { seen = invocation.Get(command!.Input); return ExitCode.Done; });

        CliHarness.Run(new CommandLineApp([command]), ["probe", "--", "--odd-name"], CancellationToken.None);

        Assert.Equal("--odd-name", seen);
    }

    [Fact]
    public void Every_command_has_a_description_examples_and_described_options_in_its_help()
    {
        foreach (Command command in Commands())
        {
            string name = FullName(command), help = CliHarness.Run([.. name.Split(' ')[1..], "--help"]).Output;
            Assert.Contains($"Examples:{Environment.NewLine}  {name}", help, StringComparison.Ordinal);
            Assert.Matches($@"^Description:\r?\n  {Regex.Escape(command.Description![..Math.Min(30, command.Description!.Length)])}", help);
            Assert.All(command.Options, static option => Assert.False(string.IsNullOrEmpty(option.Description), option.Name));
            Assert.All(help.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 140, $"{name}: {line}"));
            Assert.DoesNotMatch(@"\[default:\s*(\]|[^\]]*[{}])", help); // as a user would type it
        }
    }

    [Fact]
    public void Every_example_is_a_command_line_without_errors()
    {
        IEnumerable<string> examples = Commands().Cast<IHasHelpSections>().SelectMany(static command => command.HelpSections)
            .Where(static section => section.Title == HelpSection.ExamplesTitle).SelectMany(static section => section.Lines);

        Assert.All(examples, static example =>
            Assert.Null(ParseErrors.Find(CommandLineApp.Create().Root.Parse(example["l2o ".Length..].Split(" > ")[0].Split(' ')))),
            throwIfEmpty: true);
    }

    [Fact]
    public void Every_setting_has_a_meaning_in_the_help()
    {
        Assert.Equal(SettingsOverrides.Keys<Experiment>().Order(StringComparer.Ordinal),
            SettingsHelp.Meanings.Keys.Order(StringComparer.Ordinal));

        string help = CliHarness.Run("meta-train", "--help").Output;
        Assert.Matches(@"metaTraining\.unroll +20 +iterations between two meta-steps", help);
        Assert.Matches(@"metaTraining\.finalMetaLearningRate +0\.003 ", help);
        Assert.Matches(@"metaTraining\.logLoss +true ", help);
        Assert.Matches(@"metaTesting\.baselines +adam,sgd,lion ", help);
    }

    [Fact]
    public void Defaults_of_several_names_are_shown_as_they_are_typed() =>
        Assert.Contains("[default: adam,sgd,lion]", CliHarness.Run("meta-test", "--help").Output, StringComparison.Ordinal);

    [Fact]
    public void Help_shows_defaults_and_goes_to_the_output()
    {
        CliHarness.CliOutcome outcome = CliHarness.Run("info", "--help");

        Assert.Contains("[default: 0]", outcome.Output, StringComparison.Ordinal);
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.Code);
    }

    [Fact]
    public void Without_arguments_the_help_appears() => Assert.Equal(CliHarness.Run("--help").Output, CliHarness.Run().Output);

    [Fact]
    public void Info_writes_json_that_names_the_machine()
    {
        CliHarness.CliOutcome outcome = CliHarness.Run("info", "--json", "--threads", "1");

        using var document = JsonDocument.Parse(outcome.Output);
        JsonElement machine = document.RootElement.GetProperty("machine");
        Assert.Equal(1, machine.GetProperty("threads").GetInt32());
        Assert.Contains(machine.GetProperty("lanes").GetInt32(), new[] { 0, 256, 512 });
        Assert.Matches(@"^\d+\.\d+\.\d+", machine.GetProperty("version").GetString());
        Assert.Equal(0, outcome.Code);
    }

    [Fact]
    public void Info_lists_the_datasets_it_is_told_of()
    {
        var app =
            new CommandLineApp(
            [new L2O.Cli.Commands.InfoCommand(dir => new DataInfo(dir ?? "default", [new DataInfo.Entry("mnist", "found")]))]);

        string output = CliHarness.Run(app, ["info", "--data-dir", "here"], CancellationToken.None).Output;

        Assert.Matches(@"data +here\r?\n +mnist +found", output);
    }

    private static IEnumerable<Command> Commands()
    {
        Command root = CommandLineApp.Create().Root;
        return [root, .. root.Subcommands.SelectMany(static command => new[] { command }.Concat(command.Subcommands))];
    }

    private static string FullName(Command command) => command is L2oCommand ? "l2o"
        : $"{FullName(command.Parents.OfType<Command>().First())} {command.Name}";
}
