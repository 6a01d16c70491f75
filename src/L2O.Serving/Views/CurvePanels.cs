using L2O.Reporting.Styles;
using L2O.Serving.Following;

namespace L2O.Serving.Views;

/// <summary>Curves as the pages draw them: a panel for each network, a line for each optimizer.</summary>
internal static class CurvePanels
{
    /// <summary>The panels of one run.</summary>
    public static IEnumerable<object> Of(BucketedCurves curves)
    {
        return curves.Panels.Select(panel =>
        {
            // learned ones first
            var means = curves.Means(panel).OrderByDescending(static mean => OptimizerPalette.LineWidth(mean.Series)).ToList();
            IReadOnlyDictionary<string, string> colors = OptimizerPalette.Colors(means.Select(static mean => mean.Series));
            return new
            {
                panel,
                series = means.ConvertAll(mean => new
                {
                    name = OptimizerPalette.Label(mean.Series),
                    color = colors[mean.Series],
                    width = OptimizerPalette.LineWidth(mean.Series),
                    runs = mean.Runs,
                    endedEarly = mean.EndedEarly,
                    points = mean.Points,
                }),
            };
        });
    }
}
