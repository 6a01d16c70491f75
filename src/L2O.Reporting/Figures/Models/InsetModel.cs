namespace L2O.Reporting.Figures.Models;

/// <summary>The part of a panel that an inset enlarges.</summary>
/// <param name="Left">Least value of the horizontal axis.</param>
/// <param name="Right">Greatest value of the horizontal axis.</param>
/// <param name="Low">Least value of the vertical axis.</param>
/// <param name="High">Greatest value of the vertical axis.</param>
internal sealed record InsetModel(double Left, double Right, double Low, double High);
