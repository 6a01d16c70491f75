using System.Collections.Immutable;
using L2O.Reporting.Figures.Models;

namespace L2O.Reporting.Documents;

/// <summary>Puts the figures of several runs side by side: those of one name become one figure whose panels name the run.</summary>
internal static class SideBySide
{
    /// <summary>The joined figures, in the order in which their names first occur.</summary>
    /// <param name="figures">All figures with the names of their runs.</param>
    internal static ImmutableArray<FigureModel> Join(IReadOnlyList<(string Run, FigureModel Figure)> figures) =>
        [.. figures.GroupBy(static one => one.Figure.Name, StringComparer.Ordinal).Select(static group => Join(group.Key, [.. group]))];

    private static FigureModel Join(string name, IReadOnlyList<(string Run, FigureModel Figure)> alike)
    {
        IEnumerable<string> findings = alike.Select(static one => $"{one.Run}: {one.Figure.Title}");
        IEnumerable<string> captions = alike.Select(static one => one.Figure.Caption).Distinct(StringComparer.Ordinal);
        return alike[0].Figure with
        {
            Name = name,
            Title = alike.Select(static one => one.Figure.Title).Distinct(StringComparer.Ordinal).Count() == 1
                ? alike[0].Figure.Title : string.Join(" ", findings),
            Caption = string.Join(" ", captions),
            PictureNote = alike.Select(static one => one.Figure.PictureNote).FirstOrDefault(static note => note.Length > 0) ?? "",
            Panels =
                [.. alike.SelectMany(static one =>
                one.Figure.Panels.Select(panel => panel with { Title = panel.Title.Length > 0 ? $"{one.Run}: {panel.Title}" : one.Run }))],
        };
    }
}
