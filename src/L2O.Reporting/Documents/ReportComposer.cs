using System.Collections.Immutable;
using L2O.Reporting.Figures;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Tables;
using L2O.Runs;
using L2O.Tables;

namespace L2O.Reporting.Documents;

/// <summary>Makes a report of stored results. Every title and sentence is computed from them; no run is computed anew.</summary>
internal static class ReportComposer
{
    /// <summary>The report of one run, or of several side by side.</summary>
    /// <param name="runs">At least one.</param>
    /// <param name="facts">What a command knows of the run beside what its folder says; shown in front of it, of a single run only.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static ReportDocument Compose(IReadOnlyList<StoredResults> runs, params IEnumerable<(string Key, string Value)> facts)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(facts);
        if (runs.Count == 0)
            throw new ArgumentException("0 runs; at least one was expected", nameof(runs));
        IReadOnlyList<StoredResults> named = RunNames.Distinct(runs);
        bool several = named.Count > 1;
        IReadOnlyList<(string Run, FigureModel Figure)> figures =
            [.. named.SelectMany(static run => FigureCatalog.Describe(run.Comparison, run.Epochs, run.Dynamics, run.IsOfParticles)
            .Select(figure => (run.Name, figure)))];
        return new ReportDocument(
            SummaryText.Title(named),
            [.. named.SelectMany(run => SummaryText.Findings(run).Select(sentence => several ? $"{run.Name}: {sentence}" : sentence))],
            [.. named.SelectMany(run => SummaryText.Setup(run).Select(sentence => several ? $"{run.Name}: {sentence}" : sentence))],
            [.. named.SelectMany(run => run.Claims.Select(claim => several ? claim with { Id = $"{claim.Id} ({run.Name})" } : claim))],
            several ? SideBySide.Join(figures) : [.. figures.Select(static one => one.Figure)],
            [.. Tables(named).Where(static table => !table.Groups.IsEmpty)],
            [.. named.Select(run => Provenance(run, several ? [] : [.. facts]))])
        {
            Optimizers = [.. named.SelectMany(SummaryText.Optimizers).Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>The report of a study: verdicts first, then chosen figures of each of its tests.</summary>
    /// <param name="setting">What the study was run on, for its first sentence.</param>
    /// <param name="claims">The verdicts.</param>
    /// <param name="parts">The tests, with different names, and the figures to show of each, the most telling first; figures' names
    /// differ.</param>
    /// <param name="figures">Figures of the study as a whole, shown last.</param>
    /// <param name="tables">Tables of the study as a whole, shown first.</param>
    /// <param name="caution">A sentence in front of all else; null for none.</param>
    public static ReportDocument ComposeStudy(string setting, ImmutableArray<ClaimResult> claims,
        IReadOnlyList<(StoredResults Run, ImmutableArray<FigureModel> Figures)> parts, IReadOnlyList<FigureModel> figures,
        IReadOnlyList<TableModel> tables, string? caution = null)
    {
        ArgumentNullException.ThrowIfNull(parts);
        StoredResults[] runs = [.. parts.Select(static part => part.Run)];
        return new ReportDocument(
            SummaryText.Title([new StoredResults(setting, null, [], DynamicsTable.Empty, claims, null, "")]),
            [.. caution is null ? [] : (string[])[caution], ClaimText.Count(claims), .. parts.Where(static part => !part.Figures.IsEmpty)
                .Select(static part => $"{part.Run.Name}: {part.Figures[0].Title}.")],
            [$"Reproduction of the study at {setting}.",
                .. runs.SelectMany(static run => SummaryText.Setup(run with { Dynamics = DynamicsTable.Empty })
                .Select(sentence => $"{run.Name}: {sentence}"))],
            claims,
            [.. parts.SelectMany(static part => part.Figures), .. figures],
            [.. tables, .. Tables(runs).Where(static table => !table.Groups.IsEmpty)],
            [.. runs.Select(static run =>
                new ReportFacts(run.Name, [.. run.Description?.Facts(isTimeless: true) ?? []], run.Configuration))])
        {
            Optimizers = [.. runs.SelectMany(SummaryText.Optimizers).Distinct(StringComparer.Ordinal)],
        };
    }

    private static IEnumerable<TableModel> Tables(IReadOnlyList<StoredResults> runs)
    {
        (StoredResults Run, TableModel Table)[] results =
            [.. runs.Where(static run => run.Comparison is not null)
                .Select(run => (run, ComparisonTable.From(run.Comparison!).Model(runs.Count > 1 ? run.Name : "")))];
        foreach (IGrouping<string, (StoredResults Run, TableModel Table)> alike in results.GroupBy(static one => one.Table.Caption))
            yield return alike.First().Table with { Groups = [.. alike.SelectMany(static one => one.Table.Groups)] };
        foreach (StoredResults run in runs)
            if (run.Comparison is { } comparison && GeneralizationTable.From(comparison) is { } generalization)
                yield return runs.Count > 1 ? generalization.Model() with { Title = $"Generalization, {run.Name}" }
                    : generalization.Model();
        foreach (StoredResults run in runs.Where(static run => run.Epochs.Count > 0))
            yield return EpochTable.Of(run.Epochs, runs.Count > 1 ? $"Meta-training, {run.Name}" : "Meta-training", run.IsOfParticles);
        foreach (StoredResults run in runs.Where(static run => run.Dynamics.Count > 0))
            yield return MeasurementSummary.Of(run.Dynamics, runs.Count > 1 ? $"Measured dynamics, {run.Name}" : "Measured dynamics");
    }

    /// <summary>Where a run comes from; what a command knows stands in front, and instead of a fact of the same name.</summary>
    private static ReportFacts Provenance(StoredResults run, (string Key, string Value)[] known) => new(run.Name,
        [.. known, .. (run.Description?.Facts() ?? []).Where(fact => !known.Any(other => other.Key == fact.Key))], run.Configuration);
}
