namespace L2O.Reporting.Figures;

/// <summary>One entry of a figure's legend.</summary>
/// <param name="Label">Its text.</param>
/// <param name="Color"><c>#RRGGBB</c>.</param>
/// <param name="Mark">What stands in front of the text.</param>
/// <param name="Width">Width of the mark's line in pixels.</param>
internal sealed record LegendEntry(string Label, string Color, LegendMark Mark, float Width = 2);
