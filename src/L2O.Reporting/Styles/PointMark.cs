namespace L2O.Reporting.Styles;

/// <summary>The shape of a marked point.</summary>
internal enum PointMark
{
    /// <summary>A disc.</summary>
    Disc,

    /// <summary>A square.</summary>
    Square,

    /// <summary>A triangle that stands on its side.</summary>
    TriangleUp,

    /// <summary>A triangle that stands on its tip.</summary>
    TriangleDown,

    /// <summary>A square that stands on its corner.</summary>
    Diamond,
}
