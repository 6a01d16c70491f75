using System.CommandLine;
using System.Text.Json;
using L2O.Cli.Output;
using L2O.Optimizees.Losses;
using L2O.Runs;

namespace L2O.Cli.Options;

/// <summary>Options that several commands share, so that a name means the same everywhere. Each call makes a new one.</summary>
internal static class StandardOptions
{
    public const string VerboseName = "--verbose";
    public const string QuietName = "--quiet";
    public const string LogJsonName = "--log-json";
    public const string PluginName = "--plugin";

    /// <summary>The folder for results, to be checked by <see cref="OutputFolder"/>. Required if there is no default.</summary>
    public static Option<string> Out(string? defaultFolder = null)
    {
        var option = new Option<string>("--out", "-o")
        {
            Description = "Folder for the results; must be new or empty",
            HelpName = "DIR",
            Required = defaultFolder is null
        };
        if (defaultFolder is not null)
            option.DefaultValueFactory = _ => defaultFolder;
        return option;
    }

    /// <summary>A file for the result, to be checked by <see cref="OutputFile"/>.</summary>
    public static Option<string> OutFile(string description) =>
        new("--out", "-o") { Description = description, HelpName = "FILE", Required = true };

    /// <summary>The dataset's name, to be looked up by the command.</summary>
    public static Option<string> Data() => new("--data")
    {
        Description = "Dataset, or data of your own, see below; digits is built in, mnist and others come with 'l2o data get'",
        HelpName = "DATA",
        DefaultValueFactory = static _ => "digits",
    };

    /// <summary>The dataset's name where a stored or named description has one already; null when not given.</summary>
    public static Option<string?> DataInstead() => new("--data")
    {
        Description =
            "Dataset, or data of your own, see below, instead of the preset's; digits is built in, mnist and others come with 'l2o " +
            "data get'",
        HelpName = "DATA",
    };

    /// <summary>What networks minimize; null leaves it to the data.</summary>
    public static Option<LossKind?> Loss() => new("--loss")
    {
        Description = "What the networks minimize: softmax, mse or bce; without it softmax for classes and mse for values",
        HelpName = "LOSS",
        CustomParser = static result =>
        {
            string text = result.Tokens[^1].Value;
            foreach (LossKind kind in Enum.GetValues<LossKind>())
                if (JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()) == text)
                    return kind;
            result.AddError($"option '--loss' is '{text}'; expected softmax, mse or bce");
            return null;
        },
    };

    /// <summary>The training loss that iterations are counted to; null leaves it to tuned Adam.</summary>
    public static Option<double?> LossThreshold() => ValueOptions.NumberInstead("--loss-threshold",
        "Training loss that iterations are counted to, in nats; without it the one that tuned Adam has at a third of the run, 0.5 where " +
        "Adam is not tuned", above: 0);

    /// <summary>Where datasets lie; null means that the environment or the platform decides.</summary>
    public static Option<string?> DataDir() => new("--data-dir")
    {
        Description = "Folder of the datasets; without it the environment variable L2O_DATA, else the platform's cache folder",
        HelpName = "DIR",
    };

    public static Option<ulong> Seed() =>
        ValueOptions.UnsignedInteger("--seed", "Seed of everything random; equal seeds give equal results", 1);

    /// <summary>
    /// The seed where a stored or named description has one already; to be asked for with <see cref="Invocation.IsGiven"/>.
    /// </summary>
    public static Option<ulong> SeedInstead() =>
        ValueOptions.UnsignedInteger("--seed", "Seed of everything random, instead of the preset's; equal seeds give equal results", null);

    public static Option<int> Threads() =>
        ValueOptions.Integer("--threads",
            "Threads; 0 means as many as are fastest here, by a short measurement. Results do not depend on it", 0, min: 0, max: 1024);

    /// <summary>How often a training stores where it stands.</summary>
    /// <param name="steps">What steps are called.</param>
    public static Option<CheckpointInterval> Checkpoints(string steps = "meta-steps") => new("--checkpoint-every")
    {
        Description = $"How often to store where the run stands, by time or by {steps}: 500ms, 30s, 2min, 100steps",
        HelpName = "INTERVAL",
        CustomParser = static result =>
        {
            try
            {
                return CheckpointInterval.Parse(result.Tokens[^1].Value);
            }
            catch (FormatException failure)
            {
                result.AddError(
                    $"option '--checkpoint-every' is '{result.Tokens[^1].Value}'; " +
                    $"{failure.Message[(failure.Message.IndexOf(';', StringComparison.Ordinal) + 2)..]}");
                return CheckpointInterval.Default;
            }
        },
        DefaultValueFactory = static _ => CheckpointInterval.Default,
    };

    /// <summary>Where the runs of learning-rate searches are kept; null means that the environment or the platform decides.</summary>
    public static Option<string?> Cache() => new("--cache")
    {
        Description =
            "Folder that keeps the runs of learning-rate searches; without it the environment variable L2O_CACHE, else the platform's " +
            "cache folder",
        HelpName = "DIR",
    };

    /// <summary>For commands whose result on the output can be JSON.</summary>
    public static Option<bool> JsonFlag() => new("--json") { Description = "Write the result to the output as JSON" };

    /// <summary>For commands that write JSON to a file beside their usual output; null when not given.</summary>
    public static Option<string?> JsonFile() => new("--json") { Description = "Also write the result to FILE as JSON", HelpName = "FILE" };

    /// <summary>Single settings by name, for SettingsOverrides.</summary>
    public static Option<string[]> Set() => new("--set")
    {
        Description = "Change one setting of the meta-training, see below; may be repeated",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = static _ => [],
    };

    public static Option<bool> Verbose() =>
        new(VerboseName) { Description = "Show what happens as it happens, and the stack trace of an error", Recursive = true };

    public static Option<string?> LogJson() =>
        new(LogJsonName) { Description = "Append what happens to FILE, a line of JSON each", HelpName = "FILE", Recursive = true };

    public static Option<string[]> Plugins() => new(PluginName)
    {
        Description = "Load a .NET assembly whose learned optimizers configurations and files may name; may be repeated",
        HelpName = "FILE",
        Recursive = true,
        DefaultValueFactory = static _ => [],
    };

    public static Option<bool> Quiet() => new(QuietName) { Description = "Show no progress; warnings are still shown", Recursive = true };
}
