using System.Text;

namespace L2O.Serving.Following;

/// <summary>The lines that are appended to a text file, each read once.</summary>
/// <param name="path">The file; it may come and go.</param>
internal sealed class FollowedLines(string path)
{
    private const int MaxAtOnce = 4 * 1024 * 1024;
    private const int MaxLine = 64 * 1024;

    private long _offset;

    /// <summary>Adds the whole lines behind those read before. A file that got shorter is another one, and begins anew.</summary>
    /// <param name="fromEnd">At the first time, how many bytes before the end to begin; null begins at the start.</param>
    /// <param name="add">Takes a line without its end.</param>
    /// <returns>Whether the file began anew, so that what was read before counts no more.</returns>
    public bool Read(Action<string> add, long? fromEnd = null)
    {
        long length = new FileInfo(path) is { Exists: true } file ? file.Length : 0;
        bool anew = length < _offset;
        if (anew)
            _offset = 0;
        if (length == _offset)
            return anew;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        bool cut = _offset == 0 && fromEnd is { } bytes && bytes < length;
        if (cut)
            _offset = length - fromEnd!.Value;
        stream.Seek(_offset, SeekOrigin.Begin);
        byte[] piece = new byte[(int)Math.Min(length - _offset, MaxAtOnce)];
        int read = stream.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false);
        int end = Array.LastIndexOf(piece, (byte)'\n', Math.Max(0, read - 1)) + 1;
        if (end == 0 && read > MaxLine)
            end = read; // no text of ours
        _offset += end;
        foreach (string line in Encoding.UTF8.GetString(piece, 0, end).Split('\n').SkipLast(1).Skip(cut ? 1 : 0))
            add(line.TrimEnd('\r'));
        return anew;
    }
}
