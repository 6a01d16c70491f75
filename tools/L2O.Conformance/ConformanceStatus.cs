namespace L2O.Conformance;

/// <summary>How a case ended.</summary>
internal enum ConformanceStatus
{
    /// <summary>Every output lies within its bound.</summary>
    Pass,

    /// <summary>An output lies outside, or the case could not be run.</summary>
    Fail,

    /// <summary>This version does not compute what the case asks for.</summary>
    Unsupported,
}
