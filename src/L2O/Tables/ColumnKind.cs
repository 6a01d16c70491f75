namespace L2O.Tables;

/// <summary>What the cells of a table's column are.</summary>
internal enum ColumnKind
{
    /// <summary>A name; never empty.</summary>
    Text,

    /// <summary>A whole number of 32 bits; empty where there is none.</summary>
    Integer,

    /// <summary>A number of 64 bits; empty where nothing was measured.</summary>
    Number,

    /// <summary>1 or 0; true or false in Parquet.</summary>
    Flag,
}
