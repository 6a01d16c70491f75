using L2O.Cli.Help;
using L2O.Experiments;
using L2O.Settings;

namespace L2O.Cli.Commands;

/// <summary><c>l2o schema</c>: what an editor needs to help with experiment files.</summary>
internal sealed class SchemaCommand() : CliCommand(
    "schema",
    "Print the JSON schema of experiment files. Save it beside them and begin each with \"$schema\": \"./l2o.schema.json\": editors " +
        "then complete and check keys.",
    "l2o schema > l2o.schema.json")
{
    public override int Run(Invocation invocation)
    {
        invocation.Terminal.Output.Write(SettingsSchema.Format<Experiment>("an L2O experiment", SettingsHelp.Meanings));
        return ExitCode.Done;
    }
}
