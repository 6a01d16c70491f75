using L2O.Reporting.Styles;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>One entry of a figure's legend.</summary>
/// <param name="Label">Its text.</param>
/// <param name="Style">Its color, dashes and mark.</param>
/// <param name="Mark">What stands in front of the text.</param>
internal sealed record LegendEntry(string Label, OptimizerStyle Style, LegendMark Mark);
