using System.Collections.Immutable;
using L2O.Numerics;
using L2O.Studies.Steps;

namespace L2O.Studies.Paper;

/// <summary>The reproduction of the study as a graph of steps: meta-train, tune, test, analyze, draw, judge, report.</summary>
internal static class PaperPlan
{
    /// <summary>Plans a scale.</summary>
    /// <param name="scale">What is made.</param>
    /// <param name="data">Its data.</param>
    /// <param name="costs">For the estimates of time.</param>
    /// <param name="only">The study's figures that are wanted, with all that they need; null or empty for all.</param>
    /// <param name="warned">As in <see cref="PaperSteps"/>.</param>
    /// <exception cref="ArgumentException">The scale has no such figure.</exception>
    public static StepGraph Of(PaperScale scale, PaperData data, PaperCosts costs, IReadOnlyList<string>? only = null,
        Action<string>? warned = null)
    {
        ArgumentNullException.ThrowIfNull(scale);
        PaperTest[] tests = [.. scale.Tests.Where(test => only is null or { Count: 0 } || test.Figures.Any(only.Contains))];
        foreach (string figure in only ?? [])
            if (!scale.Figures.Contains(figure))
                throw new ArgumentException(
                    $"unknown figure '{figure}'; expected " +
                    $"{string.Join(", ", scale.Figures)}" +
                        $"{(NearestName.Find(figure, scale.Figures) is { } near ? $"; did you mean '{near}'?" : "")}");
        var steps = new PaperSteps(scale, data, costs, warned);
        var presentation = new PaperPresentation(scale, data, tests);
        return new StepGraph(
        [
            .. scale.Trainings.Where(training => tests.Any(test => test.Trainings.Contains(training.Name))).Select(steps.Train),
            .. Tunes(steps, tests),
            .. tests.Select(test => steps.Test(test, TunesOf(test))),
            presentation.Judge(),
            presentation.Draw(),
            presentation.Report(),
        ]);
    }

    /// <summary>One search for each network and all baselines that any test tunes there.</summary>
    private static IEnumerable<Step> Tunes(PaperSteps steps, IReadOnlyList<PaperTest> tests) =>
        from test in tests
        from optimizee in test.Plan.Optimizees ?? []
        from baseline in Tuned(test)
        group (baseline, test.Plan.Search) by optimizee into searches
        select steps.Tune(searches.Key, [.. searches.Select(static search => search.baseline).Distinct()], searches.First().Search);

    private static ImmutableArray<string> TunesOf(PaperTest test) => Tuned(test).Any()
        ? [.. (test.Plan.Optimizees ?? []).Select(PaperSteps.TuneName)] : [];

    private static IEnumerable<string> Tuned(PaperTest test) =>
        test.Plan.Baselines.Where(static baseline => !baseline.IsComplete).Select(static baseline => baseline.Text);
}
