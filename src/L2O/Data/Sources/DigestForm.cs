namespace L2O.Data.Sources;

/// <summary>Which bytes of a dataset's file its digest covers.</summary>
internal enum DigestForm
{
    /// <summary>The file as it is published and stored.</summary>
    Stored,

    /// <summary>The uncompressed content: the file may be stored plain or as gzip of any compressor.</summary>
    Uncompressed,
}
