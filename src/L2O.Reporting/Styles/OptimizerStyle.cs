namespace L2O.Reporting.Styles;

/// <summary>How an optimizer looks in every figure.</summary>
/// <param name="Color"><c>#RRGGBB</c>.</param>
/// <param name="Dash">How its lines are broken.</param>
/// <param name="Mark">Shape of its points.</param>
/// <param name="Width">Width of its lines in pixels of a 1200 pixels wide figure.</param>
internal sealed record OptimizerStyle(string Color, LineDash Dash, PointMark Mark, float Width);
