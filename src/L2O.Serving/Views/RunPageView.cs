using L2O.Serving.Following;

namespace L2O.Serving.Views;

/// <summary>Everything about one run.</summary>
/// <param name="catalog">The runs.</param>
/// <param name="id">Which one.</param>
internal sealed class RunPageView(RunCatalog catalog, string id) : ILiveView
{
    /// <inheritdoc/>
    public IReadOnlyList<LivePart> Parts()
    {
        FollowedRun? run;
        LivePart[] parts;
        lock (catalog.Gate)
        {
            run = catalog.Find(id);
            if (run is null)
                return [LiveJson.Part("gone", true)];
            parts =
            [
                LiveJson.Part("summary", run.Summary(catalog.Now)),
                LiveJson.Part("epochs", run.Description!.Epochs),
                LiveJson.Part("progress",
                    new { loss = run.Progress.Loss, metaLoss = run.Progress.MetaLoss, iterationsPerEpoch = PerEpoch(run) }),
            ];
        }
        lock (run.Details)
            return [.. parts, Curves(run), Measures(run), LiveJson.Part("log", run.Details.Log()), LiveJson.Part("about", About(run))];
    }

    /// <summary>Iterations of an epoch, test runs included; null if unknown.</summary>
    internal static double? PerEpoch(FollowedRun run) =>
        run.Progress.Last is { Epoch: > 0, TotalIterations: var total } && run.Description?.Plan.Epochs is { } epochs
            ? (double)total / epochs : null;

    private static LivePart Curves(FollowedRun run) => run.Details.Curves(run.Description?.Plan.Iterations) is { } curves
        ? run.Details.Part("curves", (curves, curves.Version),
            () => new { finished = curves.Runs, planned = run.Description?.Plan.TestRuns, panels = CurvePanels.Of(curves) })
        : LiveJson.Part("curves", null);

    private static LivePart Measures(FollowedRun run)
    {
        IReadOnlyList<KeyValuePair<string, BucketedCurves>> measures = run.Details.Measures();
        return run.Details.Part("measures", measures,
            () => measures.Select(static pair => new { measure = pair.Key, panels = CurvePanels.Of(pair.Value) }));
    }

    private static object About(FollowedRun run) => new
    {
        sessions = run.Description!.Record.Sessions.Select(static session => new
        {
            session.Started,
            session.Ended,
            session.ExitReason,
            session.ProcessId,
            session.Host,
            session.Machine,
        }),
        settings = (run.Description?.Plan.Settings ?? []).Select(static leaf => new[] { leaf.Key, leaf.Value }),
        files = run.Details.Files(),
    };
}
