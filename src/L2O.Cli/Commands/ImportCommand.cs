using System.Collections.Immutable;
using System.CommandLine;
using L2O.Cli.Describing;
using L2O.Cli.Help;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.Experiments;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Lstm;
using L2O.Pretrained;
using L2O.Pretrained.Imports;
using L2O.Settings;

namespace L2O.Cli.Commands;

/// <summary><c>l2o import</c>: says what a file of weights holds, and makes a learned optimizer of it.</summary>
internal sealed class ImportCommand : CliCommand
{
    private const string Group = "learnedOptimizer";

    private static readonly string[] s_formats =
    [
        "safetensors   state dictionaries of PyTorch, of PyLO and of 'l2o export'",
        ".state        trees of arrays that flax wrote (msgpack), as of Celo",
        ".pt, .pth     zip archives of torch.save with plain tensors",
        ".l2l-0, ...   pickles of NumPy arrays, as of L2O-DM and RNNProp; they are read, never unpickled",
    ];

    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "A file of weights in one of the formats below; several where one learned optimizer lies in several",
        Arity = ArgumentArity.OneOrMore
    };
    private readonly Option<string?> _as = new("--as")
    {
        Description = "The kind of learned optimizer, where the tensors do not tell; refused where they tell otherwise",
        HelpName = "KIND"
    };
    private readonly Option<string?> _like =
        new("--like")
        {
            Description = "Take what the shapes do not tell from this experiment: a preset, a file, the folder of a run",
            HelpName = "EXPERIMENT"
        };
    private readonly Option<string[]> _set = StandardOptions.Set();
    private readonly Option<string?> _out =
        new("--out", "-o") { Description = "Phi file to write; must be new. Without it nothing is written", HelpName = "PHI" };
    private readonly Option<bool> _json = StandardOptions.JsonFlag();

    public ImportCommand()
        : base("import", "Say what a file of somebody's weights holds, and make a learned optimizer of it.",
            "l2o import celo.state",
            "l2o import rnnprop.l2l-0 --out rnnprop.safetensors",
            "l2o import lstm.safetensors --out phi.safetensors",
            "l2o import lstm.safetensors --like paper/time --out time.safetensors",
            "l2o import celo2.pt --as celo2 --set learnedOptimizer.learningRate=0.001 --out celo2.safetensors")
    {
        Arguments.Add(_files);
        foreach (Option option in new Option[] { _as, _like, _set, _out, _json })
            Options.Add(option);
    }

    public override IReadOnlyList<HelpSection> HelpSections =>
        [new HelpSection("Formats", s_formats), new HelpSection("Kinds", [string.Join(", ", WeightLayouts.Kinds)]), .. base.HelpSections];

    public override int Run(Invocation invocation)
    {
        string? path = invocation.Get(_out) is { } file ? OutputFile.ForNew(file, ".safetensors") : null;
        string[] assignments = CheckedAssignments(invocation.Get(_set));
        string? kind = CheckedKind(invocation.Get(_as));
        ILearnedOptimizer? like = invocation.Get(_like) is { } name ? ExperimentSource.Load(name).LearnedOptimizer : null;
        var weights = ForeignWeights.Load(invocation.Get(_files));
        ILearnedOptimizer? stored = PhiFile.StoredSettings(weights.Tensors);
        IWeightLayout[] fits = Fitting(weights, kind, stored ?? like);
        bool isTold = (stored ?? like) is not null || assignments.Any(ChoosesKind);
        bool isKnown = fits.Length == 1 || (fits.Length == 0 && isTold);
        if (!isKnown && path is not null)
            throw new InvalidDataException($"{weights.Tensors.Path}: {Unknown(fits)}");
        IWeightLayout? layout = fits.Length == 1 ? fits[0] : null;
        PhiFile? phi = isKnown ? ToPhi(weights, layout, like, assignments) : null;
        if (path is not null)
            phi!.Save(path);
        var found = new WeightDescription(weights, layout);
        if (invocation.Get(_json))
            invocation.Terminal.Output.WriteLine(found.ToJson(phi?.Settings, path));
        else
            foreach (string line in (string[])[.. found.Lines, .. phi is null ? [Unknown(fits)] : Made(phi, path)])
                invocation.Terminal.Print(line);
        return ExitCode.Done;
    }

    private static PhiFile ToPhi(ForeignWeights weights, IWeightLayout? layout, ILearnedOptimizer? like, string[] assignments)
    {
        StateDict dictionary = layout?.Convert(weights.Tensors) ?? new StateDict(weights.Tensors);
        PhiFile phi = dictionary.ToPhi(Settings(dictionary, like, assignments));
        ImmutableSortedDictionary<string, string> origin = phi.Origin.SetItem("imported", weights.Name);
        return phi with { Origin = layout is null ? origin : origin.SetItem("project", layout.Project) };
    }

    private static string[] Made(PhiFile phi, string? path)
    {
        string size = $"{phi.Settings.PhiLayout().Slots.Length} tensors, {phi.Phi.Length} parameters";
        return [$"settings: {WeightDescription.Of(phi.Settings)}", path is null ? $"{size}; '--out PHI' writes them"
            : $"{size}, are in {path}"];
    }

    private static string Unknown(IWeightLayout[] fits) => fits.Length == 0
        ? $"its tensors are of no known kind; expected those of {string.Join(", ", WeightLayouts.Kinds)}"
        : $"its tensors are those of {KindsOf(fits)}; expected '--as' with one of them";

    private static string KindsOf(IWeightLayout[] fits) => string.Join(" and ", fits.Select(static layout => layout.Kind));

    private static string[] CheckedAssignments(string[] assignments) =>
        assignments.FirstOrDefault(static text => !text.TrimStart().StartsWith($"{Group}.", StringComparison.Ordinal)) is { } foreign
            ? throw new UsageException(
                $"setting '{foreign.Split('=')[0]}' says nothing of a learned optimizer; expected {Group}.KEY=VALUE")
            : assignments;

    private static bool ChoosesKind(string assignment) =>
        assignment.TrimStart().StartsWith($"{Group}.{SettingsKinds.Key}=", StringComparison.Ordinal);

    private static string? CheckedKind(string? kind) => kind is null || WeightLayouts.Kinds.Contains(kind) ? kind
        : throw new UsageException($"option '--as' is '{kind}'; expected one of {string.Join(", ", WeightLayouts.Kinds)}");

    /// <summary>
    /// The layouts that fit, one if <c>--as</c>, the settings in the file or those of <c>--like</c> choose. Where none fits, the file may
    /// still be a state dictionary of what <c>--like</c> or <c>--set</c> say.
    /// </summary>
    private static IWeightLayout[] Fitting(ForeignWeights weights, string? kind, ILearnedOptimizer? settings)
    {
        string path = weights.Tensors.Path;
        IWeightLayout[] fits = WeightLayouts.Of(weights.Tensors);
        string? told = settings is null ? null : SettingsKinds.NameOf(typeof(ILearnedOptimizer), settings);
        if (kind is not null && told is not null && kind != told)
            throw new InvalidDataException($"{path}: its settings say {told}; expected {kind}, as '--as' does");
        if ((kind ?? told) is { } name && fits.FirstOrDefault(layout => layout.Kind == name) is { } chosen)
            return [chosen];
        if (kind is not null)
            throw new InvalidDataException(
                $"{path}: its tensors are {(fits.Length == 0 ? "of no known kind" : $"those of {KindsOf(fits)}")}; expected {kind}, as " +
                "'--as' says");
        return told is null ? fits : fits[..Math.Min(1, fits.Length)];
    }

    /// <summary>
    /// The settings by rising precedence: those of <c>--like</c>, those that the file or its layout tell, or its shapes; its hidden size;
    /// <c>--set</c>.
    /// </summary>
    private static ILearnedOptimizer Settings(StateDict dictionary, ILearnedOptimizer? like, string[] assignments)
    {
        bool choosesKind = assignments.Any(ChoosesKind);
        ILearnedOptimizer? known = like ?? dictionary.StoredSettings;
        ILearnedOptimizer settings = (known, choosesKind) switch
        {
            (CoordinateLstm lstm, false) => dictionary.Fit(lstm),
            (null, false) => dictionary.SettingsFromShapes(),
            _ => known ?? new CoordinateLstm(),
        };
        return SettingsOverrides.Apply(new Experiment(learnedOptimizer: settings), assignments).LearnedOptimizer;
    }
}
