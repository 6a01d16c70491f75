using System.CommandLine;
using L2O.Experiments;
using L2O.Settings;

namespace L2O.Cli.Commands.Config;

/// <summary><c>l2o config validate</c>: whether experiment files hold what they should.</summary>
internal sealed class ConfigValidateCommand : CliCommand
{
    private readonly Argument<string[]> _files = new("FILE") { Description = "Experiments in JSON", Arity = ArgumentArity.OneOrMore };

    public ConfigValidateCommand()
        : base("validate",
            "Check experiment files: keys, types, ranges, names of networks and optimizers. Ends with 2 at the first that is wrong.",
            "l2o config validate experiment.json") =>
        Arguments.Add(_files);

    public override int Run(Invocation invocation)
    {
        foreach (string file in invocation.Get(_files))
        {
            SettingsJson.Load<Experiment>(file);
            invocation.Terminal.Print($"{file}: valid");
        }
        return ExitCode.Done;
    }
}
