namespace L2O.Reporting.Styles;

/// <summary>How a line is broken, so that lines differ in grayscale too.</summary>
internal enum LineDash
{
    /// <summary>Not at all.</summary>
    Solid,

    /// <summary>Into dashes.</summary>
    Dash,

    /// <summary>Into dots.</summary>
    Dot,

    /// <summary>Into dashes and dots in turn.</summary>
    DashDot,

    /// <summary>Into long dashes.</summary>
    LongDash,

    /// <summary>Into long dashes and dots in turn.</summary>
    LongDashDot,
}
