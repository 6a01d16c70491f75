using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using L2O.Cli.Output;
using L2O.Data.Sources;
using L2O.Experiments;
using L2O.Optimizers;
using L2O.Pretrained;
using L2O.Studies.Yardstick;
using L2O.Studies.Yardstick.Runs;
using L2O.Studies.Yardstick.Suites;

namespace L2O.Cli.Options;

/// <summary>Arguments and options that say which yardstick is meant.</summary>
internal sealed class YardstickOptions
{
    private readonly Argument<string[]> _optimizers = new("OPTIMIZER")
    {
        Description = "What is measured: files of learned optimizers, folders of their meta-trainings, names as pretrained/sigmoid, or "
            + "hand-designed ones with a rate as adam@0.001:schedule=cosine; none measures the baselines alone",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _suite = new("--suite")
    {
        Description = $"Tasks to measure on: {string.Join(", ", SuiteCatalog.Names)}, or a file in JSON",
        HelpName = "SUITE",
        DefaultValueFactory = static _ => "quick",
    };

    private readonly Option<string> _part = ValueOptions.OneOf("--part",
        "Tasks that are scored: choose by validation, judge by test", "all", ["all", "validation", "test"]);

    private readonly Option<NameList?> _tasks = ValueOptions.NamesInstead("--tasks", "Only these tasks of the suite, by name");
    private readonly Option<NameList?> _horizons = ValueOptions.NamesInstead("--horizons", "Only these lengths, of the suite's");

    private readonly Option<string?> _out = new("--out", "-o")
    {
        Description = "Folder for everything; new, empty, or one to go on with [default: l2o-yardstick-SUITE]",
        HelpName = "DIR",
    };

    private readonly Option<string?> _cache = new("--cache")
    {
        Description = "Folder that keeps all runs by what they depend on; without it the environment variable L2O_CACHE, else the "
            + "platform's cache folder",
        HelpName = "DIR",
    };

    private readonly Option<bool> _noCache = new("--no-cache") { Description = "Make all runs afresh, and keep none of them" };
    private readonly Option<string?> _dataDir = StandardOptions.DataDir();

    /// <summary>The argument.</summary>
    public Argument Optimizers => _optimizers;

    /// <summary>For a command.</summary>
    public IEnumerable<Option> All => [_suite, _part, _tasks, _horizons, _out, _cache, _noCache, _dataDir];

    /// <summary>The suite that is meant, with all of its tasks.</summary>
    public Suite Suite(Invocation invocation) => SuiteCatalog.Find(invocation.Get(_suite));

    /// <summary>Where the data lie.</summary>
    public SuiteData Data(Invocation invocation) => new(DataFolder.Resolve(invocation.Get(_dataDir)), CliData.Readers);

    /// <summary>Plans it; nothing is written yet.</summary>
    /// <param name="invocation">The command; told which tasks are skipped.</param>
    /// <param name="data">The suite's data.</param>
    /// <exception cref="UsageException">Something that was typed means nothing.</exception>
    public YardstickPlan Plan(Invocation invocation, SuiteData data)
    {
        Suite whole = Suite(invocation);
        SuiteTask[] wanted = [.. invocation.Get(_tasks) is { } names ? names.Names.Select(name => TaskOf(whole, name)) : whole.Tasks];
        ImmutableArray<string> missing = [.. wanted.Select(data.Missing).OfType<string>()];
        SuiteTask[] there = [.. wanted.Where(task => data.Missing(task) is null)];
        if (there.Length == 0)
            throw new UsageException($"no task of suite {whole.Name} has its data here: {missing[0]}");
        Suite suite = whole.With(there, HorizonsOf(invocation, whole));
        SuitePart? part = invocation.Get(_part) switch { "validation" => SuitePart.Validation, "test" => SuitePart.Test, _ => null };
        foreach (string line in missing)
            invocation.Warn($"skipped {line}");
        var plan = new YardstickPlan(suite, part, OptimizersOf(invocation, suite), missing)
        {
            Store = TrialCache.Resolve(invocation, invocation.Get(_cache), invocation.Get(_noCache)),
        };
        return plan.Scored.IsEmpty
            ? throw new UsageException($"suite {suite.Name} has no task of part '{invocation.Get(_part)}' here; expected another part")
            : plan;
    }

    /// <summary>The folder that is meant.</summary>
    public string Folder(Invocation invocation, YardstickPlan plan)
    {
        string path = invocation.Get(_out) ?? $"l2o-yardstick-{plan.Suite.Name}";
        return (File.Exists(Path.Combine(path, YardstickRecord.FileName))
            ? OutputFolder.ForResume(path, YardstickRecord.FileName) : OutputFolder.ForNew(path)).FullPath;
    }

    /// <summary>Arguments that mean the same yardstick in its folder, from anywhere.</summary>
    public IEnumerable<string> Arguments(Invocation invocation, string folder)
    {
        IEnumerable<string> words = ["yardstick", .. invocation.Get(_optimizers).Select(Anywhere), "--suite",
            File.Exists(invocation.Get(_suite)) ? Path.GetFullPath(invocation.Get(_suite)) : invocation.Get(_suite),
            "--part", invocation.Get(_part), "--out", folder];
        foreach (Option<NameList?> list in new[] { _tasks, _horizons })
            if (invocation.Get(list) is { } names)
                words = [.. words, list.Name, string.Join(',', names.Names)];
        foreach (Option<string?> path in new[] { _cache, _dataDir })
            if (invocation.Get(path) is { } typed)
                words = [.. words, path.Name, Path.GetFullPath(typed)];
        return invocation.Get(_noCache) ? [.. words, _noCache.Name] : words;
    }

    private static string Anywhere(string text) => MetaTestRequest.PhiOf(text) is var (source, wrappers)
        && !PhiSource.IsPretrained(source) && Path.Exists(source)
            ? Path.GetFullPath(source) + (wrappers is null ? "" : $":{wrappers}") : text;

    private static SuiteTask TaskOf(Suite suite, string name) => suite.Tasks.FirstOrDefault(task => task.Name == name)
        ?? throw new UsageException($"unknown task '{name}' of suite {suite.Name}; expected some of "
            + string.Join(", ", suite.Tasks.Select(static task => task.Name)));

    private ImmutableArray<int>? HorizonsOf(Invocation invocation, Suite suite)
    {
        if (invocation.Get(_horizons) is not { } texts)
            return null;
        return [.. texts.Names.Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int steps)
            && suite.Horizons.Contains(steps) ? steps : throw new UsageException(
                $"option '--horizons' has '{text}'; expected some of {string.Join(", ", suite.Horizons)}")).Distinct().Order()];
    }

    private ImmutableArray<YardstickOptimizer> OptimizersOf(Invocation invocation, Suite suite)
    {
        string[] texts = invocation.Get(_optimizers);
        OptimizerSettings?[] designed = [.. texts.Select(HandDesigned)];
        (string Source, string? Wrappers)[] phis =
            [.. texts.Where((_, i) => designed[i] is null).Select(MetaTestRequest.PhiOf)];
        Queue<(string Name, PhiFile Phi)> learned = new(MetaTestRequest.LoadAll(phis, [.. suite.Baselines, YardstickPlan.PeerName,
            .. designed.OfType<OptimizerSettings>().Select(static one => one.Text)]));
        var optimizers = ImmutableArray.CreateBuilder<YardstickOptimizer>();
        foreach ((int i, string text) in texts.Index())
            if (designed[i] is { } settings)
                optimizers.Add(new YardstickOptimizer(settings.Text, text,
                    Candidate.Ready(settings.Text, TestContestants.Baseline(settings))));
            else
            {
                (string name, PhiFile phi) = learned.Dequeue();
                optimizers.Add(new YardstickOptimizer(name, text, Candidate.Ready(name,
                    TestContestants.Learned(name, phi, MetaTestRequest.PhiOf(text).Wrappers), isLearned: true)));
            }
        if (optimizers.GroupBy(static one => one.Name).FirstOrDefault(static group => group.Count() > 1) is { } twice)
            throw new UsageException($"optimizer '{twice.Key}' is named twice; expected each once");
        return optimizers.ToImmutable();
    }

    /// <summary>A hand-designed optimizer; null for a learned one, which is a file, a folder or a name with a slash.</summary>
    private static OptimizerSettings? HandDesigned(string text)
    {
        string source = MetaTestRequest.PhiOf(text).Source;
        if (PhiSource.IsPretrained(source) || Path.Exists(source) || source.Contains('/', StringComparison.Ordinal)
            || Path.HasExtension(source) && !source.Contains('@', StringComparison.Ordinal))
            return null;
        var settings = OptimizerSettings.Parse(text);
        return settings.IsComplete ? settings : throw new UsageException(
            $"optimizer '{text}' has no learning rate; expected NAME@RATE: a suite's own baselines are tuned, others are not");
    }
}
