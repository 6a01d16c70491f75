using System.CommandLine;
using L2O.Cli.Help;
using L2O.Cli.Output;
using L2O.Data;
using L2O.Data.Sources;
using L2O.Experiments;
using L2O.Optimizees;
using L2O.Optimizees.Losses;
using L2O.Optimizers;
using L2O.Pretrained;
using L2O.Runs;

namespace L2O.Cli.Options;

/// <summary>
/// What the commands that test learned optimizers in a folder have in common: arguments, options, and the folder that they mean.
/// </summary>
/// <param name="measures">What is measured, and when.</param>
internal sealed class MetaTestSetup(MeasureOptions measures)
{
    private readonly Option<string?> _experiment =
        new("--experiment")
        {
            Description =
        "Take data, seed and the metaTesting part from this file, preset or folder; else from the first PHI's folder",
            HelpName = "EXPERIMENT"
        };
    private readonly MetaTestOptions _plan = new();
    private readonly Option<string> _out = StandardOptions.Out();
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with the test in --out: its finished runs are kept" };
    private readonly Option<string?> _cache = StandardOptions.Cache();
    private readonly Option<bool> _noCache = new("--no-cache") { Description = "Search learning rates afresh, and keep nothing of it" };
    private readonly Option<string?> _data = StandardOptions.DataInstead();
    private readonly Option<LossKind?> _loss = StandardOptions.Loss();
    private readonly Option<string?> _dataDir = StandardOptions.DataDir();
    private readonly Option<ulong> _seed = StandardOptions.SeedInstead();
    private readonly Option<int> _threads = StandardOptions.Threads();

    /// <summary>What the help says about names.</summary>
    public static IReadOnlyList<HelpSection> Sections { get; } =
    [
        new HelpSection("Networks", OptimizeeCatalog.Guide),
        new HelpSection("Baselines",
            [$"tuned for each network: {string.Join(", ", OptimizerCatalog.Names)}", $"as they are: {OptimizerText.Pattern}",
                "parts of both, and behind a PHI:", .. OptimizerText.Parts.Chunk(5)
                    .Select(static parts => $"  {string.Join(", ", parts)}")]),
        MeasureOptions.Section,
        CliData.Help,
    ];

    /// <summary>The learned optimizers.</summary>
    public Argument<string[]> Phis { get; } =
        new("PHI")
        {
            Description = "Files of learned optimizers, or the folders of their meta-trainings, with parts as below; may be none",
            Arity = ArgumentArity.ZeroOrMore
        };

    /// <summary>To be added to the command.</summary>
    public IReadOnlyList<Option> Options =>
        [_experiment, .. _plan.All, _out, _resume, _cache, _noCache, .. measures.All, _data, _loss, _dataDir, _seed, _threads];

    /// <summary>Makes or finds the folder.</summary>
    /// <param name="invocation">The call; learns what an interruption leaves behind.</param>
    /// <param name="data">Both splits of the folder's dataset.</param>
    /// <param name="options">Threads, cache and log, for running it.</param>
    public MetaTestFolder Open(Invocation invocation, out DataSplits data, out MetaTestRunOptions options)
    {
        (string Source, string? Wrappers)[] phis = [.. invocation.Get(Phis).Select(MetaTestRequest.PhiOf)];
        string[] paths = [.. phis.Select(static phi => phi.Source)];
        var defaults = MetaTestDefaults.Of(invocation.Get(_experiment), paths, DataFolder.Resolve(invocation.Get(_dataDir)));
        Experiment? experiment = defaults.Experiment;
        MetaTestPlan plan = _plan.Plan(invocation, defaults);
        ulong seed = invocation.IsGiven(_seed) ? invocation.Get(_seed) : experiment?.Seed ?? 1;
        MeasurePlan? measured = measures.Plan(invocation, seed);
        if (paths.Length == 0 && experiment is null && !_plan.NamesBaselines(invocation))
            throw new UsageException(
                "there is no PHI; expected the file of a learned optimizer or the folder of its meta-training, or --baselines or " +
                "--experiment");
        bool resume = invocation.Get(_resume);
        OutputFolder output = resume ? OutputFolder.ForResume(invocation.Get(_out), MetaTestFolder.ConfigFile)
            : OutputFolder.ForNew(invocation.Get(_out));
        DataSettings dataset = invocation.Get(_data) is { } text ? DataSettings.Parse(text) : defaults.Data;
        IReadOnlyList<(string Name, PhiFile Phi)> learned =
            MetaTestRequest.LoadAll(phis, [.. plan.Baselines.Select(static baseline => baseline.Text)]);
        int threads = invocation.Get(_threads);
        data = CliData.Load(dataset, invocation.Get(_dataDir), threads);
        LossKind? loss = invocation.Get(_loss) ?? (invocation.IsGiven(_data) ? null : defaults.Loss);
        var description =
            new MetaTestExperiment([.. learned.Zip(phis, static (phi, source) =>
                new TestedPhi(phi.Name, MetaTestRequest.FileOf(source.Source), source.Wrappers))],
            dataset.Pin(), seed, plan, measured, loss);
        MetaTestFolder.Check(description, [.. learned.Select(static phi => phi.Phi)], data);
        options = new MetaTestRunOptions
        {
            Threads = threads,
            Searches = TrialCache.Resolve(invocation, invocation.Get(_cache), invocation.Get(_noCache)),
            Logger = invocation.Log,
            Warned = warning => invocation.Warn(warning),
        };
        Say(invocation, defaults, data.Train, paths, learned.Zip(paths, static (phi, path) => phi.Phi.ChanceWarning(path)));
        invocation.Kept = $"finished runs are kept; go on with the same command and --resume --out '{output.FullPath}'";
        return resume
            ? MetaTestFolder.Resume(output.FullPath, description)
            : MetaTestFolder.Create(output.FullPath, description, [.. learned.Select(static phi => phi.Phi)]);
    }

    /// <summary>What the user should know before it begins: phis that train nothing, missing data, what is taken by default.</summary>
    private void Say(Invocation invocation, MetaTestDefaults defaults, IDataset train, string[] phis, IEnumerable<string?> warnings)
    {
        if (!invocation.IsGiven(_data))
        {
            defaults = defaults.Compare(train, phis.FirstOrDefault(""), out string? others);
            warnings = [.. warnings, defaults.Missing, others];
        }
        foreach (string warning in warnings.OfType<string>())
            invocation.Warn(warning);
        foreach (string line in defaults.Lines(_plan.NamesOptimizees(invocation), invocation.IsGiven(_data)))
            invocation.Note(line);
    }
}
