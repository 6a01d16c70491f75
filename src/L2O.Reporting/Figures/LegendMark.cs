namespace L2O.Reporting.Figures;

/// <summary>What a legend draws in front of an entry's text.</summary>
internal enum LegendMark
{
    /// <summary>A solid line.</summary>
    Line,

    /// <summary>A dashed line.</summary>
    Dash,

    /// <summary>A filled, half transparent rectangle.</summary>
    Band,

    /// <summary>A diagonal cross.</summary>
    Cross,

    /// <summary>A filled disc.</summary>
    Disc,
}
