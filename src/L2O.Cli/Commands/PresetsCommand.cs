using System.CommandLine;
using System.Text.Json;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.Experiments;

namespace L2O.Cli.Commands;

/// <summary><c>l2o presets</c>: the experiments that have names.</summary>
internal sealed class PresetsCommand : CliCommand
{
    private readonly Option<bool> _json = StandardOptions.JsonFlag();

    public PresetsCommand()
        : base("presets", "List the experiments that have names: those of the study, its variants, and further learned optimizers.",
            "l2o presets", "l2o presets --json", "l2o config show paper/rescale-0.1") =>
        Options.Add(_json);

    public override int Run(Invocation invocation)
    {
        TextWriter output = invocation.Terminal.Output;
        if (invocation.Get(_json))
        {
            output.WriteLine(JsonSerializer.Serialize(ExperimentPresets.All.Select(static preset => new { preset.Name, preset.Purpose }),
                JsonText.Options));
            return ExitCode.Done;
        }
        int width = ExperimentPresets.Names.Max(static name => name.Length);
        foreach (ExperimentPreset preset in ExperimentPresets.All)
            output.WriteLine($"{preset.Name.PadRight(width)}  {preset.Purpose}: {Describe(preset.Experiment)}");
        return ExitCode.Done;
    }

    private static string Describe(Experiment experiment) => experiment.Particles is { } particles
        ? $"{string.Join(", ", particles.Sources)}, {particles.MetaSteps} meta-steps" :
        $"{string.Join(", ", experiment.Mixture.Select(static task => task.Optimizee))} on {experiment.Data}, " +
            $"{experiment.MetaTraining.Epochs} epochs";
}
