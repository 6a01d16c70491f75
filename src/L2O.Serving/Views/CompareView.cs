using L2O.Serving.Following;

namespace L2O.Serving.Views;

/// <summary>Several runs side by side: curves over one another, and the settings in which they differ.</summary>
/// <param name="catalog">The runs.</param>
/// <param name="ids">Which ones, 1 to <see cref="MaxRuns"/>.</param>
internal sealed class CompareView(RunCatalog catalog, IReadOnlyList<string> ids) : ILiveView
{
    /// <summary>More lines than that are told apart by nobody.</summary>
    public const int MaxRuns = 8;

    /// <inheritdoc/>
    public IReadOnlyList<LivePart> Parts()
    {
        FollowedRun[] runs;
        LivePart[] parts;
        lock (catalog.Gate)
        {
            runs = [.. ids.Select(catalog.Find).OfType<FollowedRun>()];
            parts =
            [
                LiveJson.Part("summaries", runs.Select(run => run.Summary(catalog.Now))),
                LiveJson.Part("courses",
                    runs.Select(static run => new
                    {
                        id = run.Id,
                        epochs = run.Description!.Epochs,
                        loss = run.Progress.Loss,
                        iterationsPerEpoch = RunPageView.PerEpoch(run),
                    })),
                LiveJson.Part("differences", Differences(runs)),
            ];
        }
        return [.. parts, LiveJson.Part("tests", runs.Select(Tests))];
    }

    private static object Tests(FollowedRun run)
    {
        lock (run.Details)
            return new
            {
                id = run.Id,
                panels = run.Details.Curves(run.Description?.Plan.Iterations) is { } curves ? CurvePanels.Of(curves)
                .ToArray() : []
            };
    }

    private static IEnumerable<object> Differences(FollowedRun[] runs)
    {
        Dictionary<string,
            string>[] settings = [.. runs.Select(static run => (run.Description?.Plan.Settings ?? [])
            .DistinctBy(static leaf => leaf.Key).ToDictionary(static leaf => leaf.Key, static leaf => leaf.Value, StringComparer.Ordinal))];
        return
        [
            .. from key in settings.SelectMany(static one => one.Keys).Distinct()
               let values = settings.Select(one => one.GetValueOrDefault(key)).ToArray()
               where Differ(runs, values)
               select new { key, values },
        ];
    }

    // A key that runs of another kind don't have is no difference; one that runs of the same kind don't have is.
    private static bool Differ(FollowedRun[] runs, string?[] values) =>
        values.OfType<string>().Distinct().Count() > 1 || runs.Zip(values).GroupBy(static pair => pair.First.Description?.Kind)
            .Any(static kind => kind.Select(static pair => pair.Second).Distinct().Count() > 1);
}
