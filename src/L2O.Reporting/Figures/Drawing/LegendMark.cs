namespace L2O.Reporting.Figures.Drawing;

/// <summary>What a legend draws in front of an entry's text.</summary>
internal enum LegendMark
{
    /// <summary>A line, dashed as the series is.</summary>
    Line,

    /// <summary>A line with a mark.</summary>
    MarkedLine,

    /// <summary>A filled rectangle.</summary>
    Area,

    /// <summary>A diagonal cross.</summary>
    Cross,

    /// <summary>A mark alone.</summary>
    Point,
}
