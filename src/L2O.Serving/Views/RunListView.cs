using L2O.Serving.Following;

namespace L2O.Serving.Views;

/// <summary>The list of all runs.</summary>
/// <param name="catalog">The runs.</param>
internal sealed class RunListView(RunCatalog catalog) : ILiveView
{
    /// <inheritdoc/>
    public IReadOnlyList<LivePart> Parts()
    {
        lock (catalog.Gate)
            return [LiveJson.Part("folder", catalog.Name), LiveJson.Part("runs", catalog.Runs().Select(run => run.Summary(catalog.Now)))];
    }
}
