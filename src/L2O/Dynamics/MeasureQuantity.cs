namespace L2O.Dynamics;

/// <summary>
/// A quantity that a measure writes. Declared once, by the measure: what observers write, figures and tables show and docs/dynamics.md
/// lists follows from it.
/// </summary>
/// <param name="Name">As in the column <c>measure</c>.</param>
/// <param name="Label">For the axis of a figure, without the unit.</param>
/// <param name="Meaning">What the number is, in a line.</param>
public sealed record MeasureQuantity(string Name, string Label, string Meaning)
{
    /// <summary>Unit of the number; empty where it has none, or that of parameters and losses.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What it is taken of.</summary>
    public string Targets { get; init; } = "tensors, all";

    /// <summary>What the position of a number is; empty where there is one number alone.</summary>
    public string Position { get; init; } = "";

    /// <summary>Whether it is one of the few that a summary of an analysis shows.</summary>
    public bool IsKey { get; init; }

    /// <summary>The label with the unit.</summary>
    public string AxisLabel => Unit.Length > 0 ? $"{Label} ({Unit})" : Label;
}
