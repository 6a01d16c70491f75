namespace L2O.Tables;

/// <summary>What the band around a mean shows.</summary>
internal enum BandKind
{
    /// <summary>Smallest to largest value over the runs.</summary>
    Range,

    /// <summary>One sample standard deviation below and above the mean; nothing where there is a single run.</summary>
    Deviation,
}
