using System.Text.Json;
using L2O.Serving.Views;

namespace L2O.Serving.Following;

/// <summary>The last lines of a run's <c>log.jsonl</c>.</summary>
/// <param name="path">The file; it may come and go.</param>
internal sealed class LogTail(string path)
{
    private const int Shown = 100;
    private const long FromEnd = 64 * 1024;

    private readonly FollowedLines _lines = new(path);
    private readonly List<LogEntry> _entries = [];

    /// <summary>Reads what has come and gives the last lines, the oldest first.</summary>
    public IReadOnlyList<LogEntry> Refresh()
    {
        var entries = new List<LogEntry>();
        if (_lines.Read(line => entries.Add(Parse(line)), FromEnd))
            _entries.Clear();
        _entries.AddRange(entries);
        _entries.RemoveRange(0, Math.Max(0, _entries.Count - Shown));
        return _entries;
    }

    private static LogEntry Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            return new LogEntry(Text(root, "time"), Text(root, "level"), Text(root, "message"));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return new LogEntry("", "", line);
        }
    }

    private static string Text(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement value) ? value.ToString() : "";
}
