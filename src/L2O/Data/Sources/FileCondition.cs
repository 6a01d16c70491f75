namespace L2O.Data.Sources;

/// <summary>What a check of a dataset's file found.</summary>
internal enum FileCondition
{
    /// <summary>The file is there and is what it should be.</summary>
    Ok,

    /// <summary>The file is not there.</summary>
    Missing,

    /// <summary>The file is there, but is truncated, altered or something else.</summary>
    Damaged,
}
