namespace L2O.Reporting.Figures.Drawing;

/// <summary>Which labels a panel has of its own.</summary>
/// <param name="Horizontal">The label of its horizontal axis.</param>
/// <param name="HorizontalTicks">The numbers of its horizontal axis.</param>
/// <param name="Vertical">The label of its vertical axis.</param>
/// <param name="VerticalTicks">The numbers of its vertical axis.</param>
internal readonly record struct PanelLabels(bool Horizontal, bool HorizontalTicks, bool Vertical, bool VerticalTicks);
