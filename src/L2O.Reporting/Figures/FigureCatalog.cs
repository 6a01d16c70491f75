using System.Collections.Immutable;
using L2O.MetaTesting;
using L2O.MetaTraining;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Tables;
using L2O.Tables;

namespace L2O.Reporting.Figures;

/// <summary>
/// All figures that stored results allow, in a fixed order: losses, symmetries, noise, updates, state, then how it was tuned and
/// meta-trained.
/// </summary>
internal static class FigureCatalog
{
    private const int InsetIterations = 20;

    /// <summary>Describes them.</summary>
    /// <param name="comparison">The curves and searches; null where there was no meta-test.</param>
    /// <param name="epochs">The course of a meta-training; may be none.</param>
    /// <param name="dynamics">The measured dynamics; may be none.</param>
    /// <param name="isOfParticles">Whether the meta-training is a particle training.</param>
    /// <returns>Figures with different names, each knowing all optimizers, so that these look the same in all of them.</returns>
    public static IReadOnlyList<FigureModel> Describe(Comparison? comparison, IReadOnlyList<EpochMetrics> epochs,
        DynamicsTable dynamics, bool isOfParticles = false)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        ArgumentNullException.ThrowIfNull(dynamics);
        ImmutableArray<string> optimizers =
        [
            .. (comparison?.Curves.Select(static curve => curve.Optimizer) ?? [])
                .Concat(comparison?.Searches.Select(static trial => trial.Optimizer) ?? [])
                .Concat(dynamics.Optimizers).Distinct(StringComparer.Ordinal),
        ];
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. All(comparison, epochs, dynamics, isOfParticles).OfType<FigureModel>()
            .Select(figure => figure with { Name = Unused(figure.Name, taken), Optimizers = optimizers })];
    }

    private static IEnumerable<FigureModel?> All(Comparison? comparison, IReadOnlyList<EpochMetrics> epochs, DynamicsTable table,
        bool isOfParticles) =>
    [
        .. Curves(comparison),
        .. DeviationFigure.Kinds.Select(kind => DeviationFigure.Describe(table, kind)),
        .. comparison is null ? [] : MixtureFigure.Describe(comparison, table),
        .. comparison is null ? [] : DeviationFigure.Kinds.Select(kind => SymmetryLossFigure.Describe(comparison, table, kind)),
        TailIndexFigure.Describe(table),
        CenteringFigure.Describe(table),
        CovarianceFigure.Describe(table),
        .. table.Optimizees.Select(optimizee => UpdateHistogramFigure.Describe(table, optimizee)),
        .. table.Optimizees.Select(optimizee => NormsFigure.Describe(table, optimizee)),
        StiffnessFigure.Describe(table),
        .. SpectrogramFigure.States.SelectMany(state => SpectrogramFigure.Describe(table, state)),
        comparison is { Searches.Count: > 0 } ? LearningRateFigure.Describe(comparison.Searches) : null,
        epochs.Count > 0 ? MetaTrainingFigure.Describe(epochs, isOfParticles) : null,
    ];

    private static IEnumerable<FigureModel?> Curves(Comparison? comparison)
    {
        if (comparison is null || comparison.Curves.Count == 0)
            return [];
        string[] optimizees = [.. comparison.Curves.Select(static curve => curve.Optimizee).Distinct(StringComparer.Ordinal)];
        var enlarged = new CurveOptions(insetIterations: InsetIterations);
        FigureModel all = LossCurveFigure.Describe(comparison, null, optimizees.Length == 1 ? enlarged : null);
        return
        [
            all,
            .. optimizees.Length > 1 ? optimizees.Select(optimizee => LossCurveFigure.Describe(comparison, optimizee, enlarged)) : [],
            AccuracyCurveFigure.Describe(comparison),
            GeneralizationTable.From(comparison) is { } table ? GeneralizationFigure.Describe(table) : null,
            .. BetaSweepFigure.Describe(comparison),
        ];
    }

    private static string Unused(string name, HashSet<string> taken)
    {
        string candidate = name;
        for (int number = 2; !taken.Add(candidate); number++)
            candidate = $"{name}-{number}";
        return candidate;
    }
}
