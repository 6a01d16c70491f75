using System.Collections.Immutable;
using L2O.Reporting.Figures;
using L2O.Reporting.Figures.Models;
using L2O.Runs;

namespace L2O.Studies.Paper;

/// <summary>The figures of a reproduction: of each test those that belong to the study's figure that it is for.</summary>
internal static class PaperFigures
{
    private const string Loss = "loss"; // not each network's alone too

    // the study draws no such figure
    private static readonly ImmutableArray<string> s_ours = [Loss, "accuracy", "learning-rates", "symmetry-loss", "stiffness", "norms"];

    private static readonly ImmutableArray<(string Figure, string Legend, ImmutableArray<string> Names)> s_parts =
    [
        ("curves", "", [Loss, "accuracy", "learning-rates"]),
        ("fig4", "The study's figure 4. ", ["deviations", "symmetry-loss", Loss, "stiffness"]),
        ("fig5", "The study's figure 5. ", ["beta"]),
        ("fig6", "The study's figure 6. ", ["generalization"]),
        ("fig7", "The study's figure 7. ", ["lion-sgd"]),
        ("fig8", "The study's figure 8. ", ["tail-index", "covariance"]),
        ("fig9", "The study's figure 9. ", ["update-histograms", "norms"]),
    ];

    /// <summary>Describes those of one test, the most telling first; their names begin with the figure and the test.</summary>
    /// <param name="test">The test.</param>
    /// <param name="results">What it stored.</param>
    /// <param name="trainings">All meta-trainings of the reproduction.</param>
    /// <param name="optimizers">All optimizers of the reproduction, so that each looks the same everywhere.</param>
    public static IEnumerable<FigureModel> Of(PaperTest test, StoredResults results, ImmutableArray<string> optimizers,
        ImmutableArray<PaperTraining> trainings)
    {
        IReadOnlyList<FigureModel> all = FigureCatalog.Describe(results.Comparison, [], results.Dynamics);
        return from part in s_parts
               where test.Figures.Contains(part.Figure)
               from name in part.Names
               from model in all
               where model.Name == name || (name != Loss && model.Name.StartsWith(name + "-", StringComparison.Ordinal))
               select model with
               {
                   Name = $"{part.Figure}-{test.Name}-{model.Name}",
                   Caption = $"{(s_ours.Contains(name) ? "" : part.Legend)}{model.Caption}{StartsOf(test, trainings)}",
                   Optimizers = optimizers
               };
    }

    private static string StartsOf(PaperTest test, ImmutableArray<PaperTraining> trainings)
    {
        int[] starts = [.. trainings.Where(training => test.Trainings.Contains(training.Name))
            .GroupBy(static training => training.Condition).Select(static condition => condition.Count()).Distinct().Order()];
        return starts is [] or [1] ? ""
            : $" Learned optimizers: {string.Join(" or ", starts)} meta-trainings each, {test.Plan.Runs} runs of every one.";
    }
}
