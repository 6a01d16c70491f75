using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace L2O.Files;

/// <summary>
/// Appends each message to a file as one line of JSON: time (UTC), level, event, message, and the message's own values under their names.
/// A line is in the file when the call returns. A file that can't be written to any more is given up, and the work that logs goes on.
/// </summary>
internal sealed class JsonLinesLogger : ILogger, IDisposable
{
    private static readonly JsonWriterOptions Compact = new()
    {
        Indented = false,
        SkipValidation = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a + stays a +
    };

    private readonly FileStream _stream;
    private readonly LogLevel _least;
    private readonly Lock _gate = new();
    private bool _startsLine; // false behind a line that was cut
    private bool _failed;

    /// <summary>Opens the file; what it holds already stays, and a line that was cut gets its end.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="least">The least level that is written.</param>
    /// <exception cref="IOException">It can't be opened.</exception>
    public JsonLinesLogger(string path, LogLevel least = LogLevel.Information)
    {
        _startsLine = !EndsWithinLine(path);
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        if (_stream.CanSeek) // a pipe can't
            _stream.Seek(0, SeekOrigin.End);
        _least = least;
    }

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= _least && logLevel != LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (!IsEnabled(logLevel))
            return;
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Compact))
        {
            json.WriteStartObject();
            json.WriteString("time", DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", logLevel.ToString().ToLowerInvariant());
            json.WriteString("event", eventId.Name ?? eventId.Id.ToString(CultureInfo.InvariantCulture));
            json.WriteString("message", formatter(state, exception));
            WriteValues(json, state);
            if (exception is not null)
                json.WriteString("exception", exception.ToString());
            json.WriteEndObject();
        }
        line.WriteByte((byte)'\n');
        lock (_gate)
            Append(line);
    }

    /// <summary>Called once, with the reason, when the file is given up; null tells nobody.</summary>
    public Action<string>? GivenUp { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // what is left in the buffer can't be written either
        }
    }

    private void Append(MemoryStream line)
    {
        if (_failed)
            return;
        try
        {
            if (!_startsLine)
                _stream.WriteByte((byte)'\n');
            _startsLine = true;
            _stream.Write(line.GetBuffer(), 0, (int)line.Length);
            _stream.Flush();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _failed = true;
            GivenUp?.Invoke(failure.Message.TrimEnd('.'));
        }
    }

    private static bool EndsWithinLine(string path)
    {
        try
        {
            return AppendedText.EndsWithinLine(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false; // a log may be one that is only written to
        }
    }

    private static void WriteValues<TState>(Utf8JsonWriter json, TState state)
    {
        if (state is not IEnumerable<KeyValuePair<string, object?>> values)
            return;
        foreach ((string name, object? value) in values)
        {
            if (name == "{OriginalFormat}")
                continue;
            json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(name));
            if (value is double number && double.IsFinite(number))
                json.WriteNumberValue(number);
            else if (value is int or long or bool)
                JsonSerializer.Serialize(json, value);
            else
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
        }
    }
}
