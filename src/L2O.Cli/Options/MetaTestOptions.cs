using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using L2O.Experiments;
using L2O.MetaTesting;
using L2O.Optimizers;
using L2O.Optimizers.Wrappers;

namespace L2O.Cli.Options;

/// <summary>The options that change a meta-test's plan. What is not typed comes from the experiment, or is the study's.</summary>
internal sealed class MetaTestOptions
{
    private readonly Option<NameList?> _optimizees = ValueOptions.NamesInstead("--optimizees",
        "Networks to train, named as below; without it those that the first PHI was meta-trained on, else mlp-sigmoid-20");
    private readonly Option<NameList> _baselines = ValueOptions.Names("--baselines",
        $"Optimizers to compare with, as below; one without @RATE is tuned for each network",
        "adam", "sgd", "lion");
    private readonly Option<int> _iterations = ValueOptions.Integer("--iterations", "Steps of each run", 200, min: 1);
    private readonly Option<int> _runs = ValueOptions.Integer("--runs", "Runs of each optimizer on each network", 3, min: 1);
    private readonly Option<NameList> _rates = ValueOptions.Names("--rates", "Learning rates to search, ascending",
        [.. LearningRateSearch.Grid.Select(static rate => rate.ToString(CultureInfo.InvariantCulture))]);
    private readonly Option<int> _extend = ValueOptions.Integer("--extend-rates",
        "Decades by which the rates are extended where the least or greatest wins; without it 2 for the usual ones and 0 for your --rates",
        2, min: 0, max: 2);
    private readonly Option<NameList?> _schedules = ValueOptions.NamesInstead("--schedules",
        "Schedules to search together with the rates, for baselines that name none: constant, cosine, step, exponential");
    private readonly Option<double?> _threshold = StandardOptions.LossThreshold();
    private readonly Option<int> _searchRuns = ValueOptions.Integer("--search-runs", "Runs of each learning rate", 3, min: 1);
    private readonly Option<int> _searchIterations = ValueOptions.Integer("--search-iterations",
        "Steps of a search's run; 0 means half of those of a test run", 0, min: 0);

    /// <summary>To be added to the command.</summary>
    public IReadOnlyList<Option> All =>
        [_optimizees, _baselines, _iterations, _runs, _threshold, _rates, _extend, _schedules, _searchRuns,
            _searchIterations];

    /// <summary>Whether the user said what to test apart from learned optimizers.</summary>
    public bool NamesBaselines(Invocation invocation) => invocation.IsGiven(_baselines);

    /// <summary>Whether the user said which networks to test on.</summary>
    public bool NamesOptimizees(Invocation invocation) => invocation.IsGiven(_optimizees);

    /// <summary>The plan, its networks resolved.</summary>
    /// <exception cref="ArgumentException">A name is none or occurs twice, or a rate is no number.</exception>
    public MetaTestPlan Plan(Invocation invocation, MetaTestDefaults defaults)
    {
        MetaTestPlan plan = defaults.Experiment?.MetaTesting ?? new MetaTestPlan();
        var search = new LearningRateSearchSettings(
            invocation.IsGiven(_rates) ? Rates(invocation.Get(_rates)) : plan.Search.Rates,
            invocation.IsGiven(_searchRuns) ? invocation.Get(_searchRuns) : plan.Search.Runs,
            invocation.IsGiven(_searchIterations) ? invocation.Get(_searchIterations) is > 0 and var steps
                ? steps : null : plan.Search.Iterations,
            invocation.IsGiven(_extend) ? invocation.Get(_extend) : invocation.IsGiven(_rates) ? null : plan.Search.ExtendDecades,
            invocation.Get(_schedules) is { } kinds ? [.. kinds.Names.Select(KindOf)] : plan.Search.Schedules);
        return new MetaTestPlan(
            invocation.Get(_optimizees) is { } typed ? [.. typed.Names] : defaults.Optimizees,
            invocation.IsGiven(_baselines) ? [.. invocation.Get(_baselines).Names.Select(OptimizerSettings.Parse)] : plan.Baselines,
            invocation.IsGiven(_iterations) ? invocation.Get(_iterations) : plan.Iterations,
            invocation.IsGiven(_runs) ? invocation.Get(_runs) : plan.Runs,
            plan.BatchSize,
            plan.TestEvery,
            search,
            invocation.Get(_threshold) ?? plan.LossThreshold);
    }

    private static ScheduleKind KindOf(string text) =>
        Optimizers.Wrappers.Schedule.KindOf(text) ?? throw new UsageException($"option '--schedules' has '{text}'; expected some of " +
            string.Join(", ", Optimizers.Wrappers.Schedule.KindNames));

    private static ImmutableArray<double> Rates(NameList texts) =>
    [
        .. texts.Names.Select(static text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double rate) ? rate
            : throw new UsageException($"option '--rates' has '{text}'; expected numbers separated by commas")),
    ];
}
