namespace L2O.Data.Sources;

/// <summary>How far a download is.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Mirror">The address that it comes from.</param>
/// <param name="Bytes">Bytes on disk so far, those of an earlier, broken download included.</param>
/// <param name="TotalBytes">Bytes in all; null if the server does not say.</param>
internal readonly record struct DownloadProgress(string File, Uri Mirror, long Bytes, long? TotalBytes);
