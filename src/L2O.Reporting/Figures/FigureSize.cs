namespace L2O.Reporting.Figures;

/// <summary>The width of a drawn figure.</summary>
internal enum FigureSize
{
    /// <summary>8 cm: one column of a paper with two; panels stand one above the other.</summary>
    Column,

    /// <summary>17 cm: the whole width of a page; panels stand side by side.</summary>
    Page,
}
