using System.CommandLine;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.Experiments;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Lstm;
using L2O.Pretrained;
using L2O.Settings;

namespace L2O.Cli.Commands;

/// <summary><c>l2o import</c>: a learned optimizer from the state dictionary of a PyTorch module.</summary>
internal sealed class ImportCommand : CliCommand
{
    private const string Group = "learnedOptimizer";

    private readonly Argument<string> _file =
        new("FILE") { Description = "A state dictionary in safetensors: float16, bfloat16, float32 or float64" };
    private readonly Option<string?> _like =
        new("--like")
        {
            Description = "Take what the shapes do not tell from this experiment: a preset, a file, the folder of a run",
            HelpName = "EXPERIMENT"
        };
    private readonly Option<string[]> _set = StandardOptions.Set();
    private readonly Option<string> _out = StandardOptions.OutFile("Phi file to write; must be new");

    public ImportCommand()
        : base("import", "Make a learned optimizer of a PyTorch state dictionary in safetensors.",
            "l2o import lstm.safetensors --out phi.safetensors",
            "l2o import lstm.safetensors --like paper/time --out time.safetensors",
            "l2o import lstm.safetensors --set learnedOptimizer.updateScale=0.01 --out phi.safetensors")
    {
        Arguments.Add(_file);
        foreach (Option option in new Option[] { _like, _set, _out })
            Options.Add(option);
    }

    public override int Run(Invocation invocation)
    {
        string path = OutputFile.ForNew(invocation.Get(_out));
        var dictionary = StateDict.Load(invocation.Get(_file));
        PhiFile phi = dictionary.ToPhi(Settings(dictionary, invocation.Get(_like), invocation.Get(_set)));
        phi.Save(path);
        invocation.Terminal.Print(
            $"{phi.Settings.PhiLayout().Slots.Length} tensors, {phi.Phi.Length} parameters, are in {path}");
        return ExitCode.Done;
    }

    /// <summary>
    /// The settings by rising precedence: those of <c>--like</c>, those stored in the file or those that its shapes tell; its hidden size;
    /// <c>--set</c>.
    /// </summary>
    private static ILearnedOptimizer Settings(StateDict dictionary, string? like, string[] assignments)
    {
        if (assignments.FirstOrDefault(static text => !text.TrimStart().StartsWith($"{Group}.", StringComparison.Ordinal)) is { } foreign)
            throw new UsageException($"setting '{foreign.Split('=')[0]}' says nothing of a learned optimizer; expected {Group}.KEY=VALUE");
        bool choosesKind = assignments.Any(static text => text.TrimStart()
            .StartsWith($"{Group}.{SettingsKinds.Key}=", StringComparison.Ordinal));
        ILearnedOptimizer? known = like is not null ? ExperimentSource.Load(like).LearnedOptimizer : dictionary.StoredSettings;
        ILearnedOptimizer settings = (known, choosesKind) switch
        {
            (CoordinateLstm lstm, false) => dictionary.Fit(lstm),
            (null, false) => dictionary.SettingsFromShapes(),
            _ => known ?? new CoordinateLstm(),
        };
        return SettingsOverrides.Apply(new Experiment(learnedOptimizer: settings), assignments).LearnedOptimizer;
    }
}
