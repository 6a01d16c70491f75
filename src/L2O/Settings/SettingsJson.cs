using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using L2O.Files;

namespace L2O.Settings;

/// <summary>
/// Settings records as JSON: camel case, enumerations by name, keys in the order of the constructor's parameters. Reading
/// is strict: an unknown, repeated or missing key is an error, so that a typing mistake never silently becomes a default.
/// </summary>
public static class SettingsJson
{
    private const string SchemaKey = "$schema";

    // A + stays a +: the files are no part of a web page.
    private static readonly JsonSerializerOptions Leaves = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private static readonly JsonDocumentOptions Comments = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Writes a settings record to a file, in one step.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="settings">A settings record.</param>
    public static void Save(string path, object settings) => AtomicFile.WriteText(path, Format(settings));

    /// <summary>The JSON text of a settings record, indented, with a line break at its end.</summary>
    /// <param name="settings">A settings record.</param>
    /// <param name="declared">The interface that it stands for, if there are several to choose from.</param>
    public static string Format(object settings, Type? declared = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions
        {
            Indented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }))
            WriteRecord(json, settings, declared);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>Reads a settings record from a file.</summary>
    /// <typeparam name="T">The record's type.</typeparam>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">No valid JSON, an unknown, repeated or missing key, or a value of the wrong type or out of
    /// range; the message says where.</exception>
    public static T Load<T>(string path) where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return File.Exists(path)
            ? Parse<T>(File.ReadAllText(path), path)
            : throw new FileNotFoundException($"{path}: no such file; expected settings in JSON", path);
    }

    /// <summary>Reads a settings record from a text. A key with a default in the constructor may be left out.</summary>
    /// <typeparam name="T">The record's type.</typeparam>
    /// <param name="text">JSON; comments and trailing commas are allowed.</param>
    /// <param name="source">Where the text is from, for messages.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Load"/>.</exception>
    public static T Parse<T>(string text, string source) where T : class
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Comments);
            return (T)(SettingsKinds.IsOpen(typeof(T))
                ? ReadKind(document.RootElement, typeof(T), source, "")
                : ReadRecord(document.RootElement, SettingsShape.Of(typeof(T)), source, ""));
        }
        catch (InvalidOperationException failure) // a text with broken UTF-16 escapes
        {
            throw new InvalidDataException($"{source}: there is a text that is no valid Unicode; expected settings in JSON", failure);
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException(
                $"{source}, line {failure.LineNumber + 1}, byte {failure.BytePositionInLine}: no valid JSON; expected settings", failure);
        }
    }

    private static void WriteRecord(Utf8JsonWriter json, object settings, Type? declared = null)
    {
        json.WriteStartObject();
        if (declared is not null && SettingsKinds.IsOpen(declared))
            json.WriteString(SettingsKinds.Key, SettingsKinds.NameOf(declared, settings));
        foreach (SettingsKey key in SettingsShape.Of(settings.GetType()).Keys)
        {
            json.WritePropertyName(key.Name);
            object? value = key.Property.GetValue(settings);
            if (value is not null && TextOf(value, key.Type) is { } text)
                json.WriteStringValue(text);
            else if (value is not null && SettingsShape.IsGroup(key.Type))
                WriteRecord(json, value, key.Type);
            else if (value is not null && key.ElementType is { } element && SettingsShape.IsRecord(element))
                WriteRecords(json, (System.Collections.IEnumerable)value);
            else
                JsonSerializer.Serialize(json, value, key.Type, Leaves);
        }
        json.WriteEndObject();
    }

    private static string? TextOf(object value, Type type) =>
        SettingsShape.IsRecord(type) && SettingsShape.Of(type) is { HasText: true } shape ? shape.Format(value) : null;

    private static void WriteRecords(Utf8JsonWriter json, System.Collections.IEnumerable records)
    {
        json.WriteStartArray();
        foreach (object record in records)
            if (TextOf(record, record.GetType()) is { } text)
                json.WriteStringValue(text);
            else
                WriteRecord(json, record);
        json.WriteEndArray();
    }

    /// <summary>Reads one of the records that an interface stands for; without the key that chooses, the default one.</summary>
    private static object ReadKind(JsonElement element, Type declared, string source, string path)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(SettingsKinds.Key, out JsonElement kind))
            return ReadRecord(element, SettingsShape.Of(SettingsKinds.Of(declared)[0].Type), source, Prefix(path));
        string name = kind.ValueKind == JsonValueKind.String ? kind.GetString()! : kind.GetRawText();
        Type type = (Type?)Checked(() => SettingsKinds.Find(declared, name)!, source, path)
            ?? throw new InvalidDataException(
                $"{source}: '{(path.Length == 0 ? "" : path + ".")}{SettingsKinds.Key}' is '{name}'; " +
                $"{SettingsKinds.Expectation(declared, name)}");
        return ReadRecord(element, SettingsShape.Of(type), source, Prefix(path), isChosen: true);
    }

    private static object ReadRecord(JsonElement element, SettingsShape shape, string source, string path, bool isChosen = false)
    {
        if (element.ValueKind == JsonValueKind.String && shape.HasText)
            return Checked(() => shape.Parse(element.GetString()!), source, path);
        if (element.ValueKind == JsonValueKind.String && shape.Shorthand is not null)
            return Create(shape, [element.GetString(), .. shape.Keys.Skip(1).Select(static key => key.Default)], source, path);
        if (element.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException(
                $"{source}: {(path.Length == 0 ? "the root" : $"'{path.TrimEnd('.')}'")} is a JSON {element.ValueKind}; expected " +
                $"an object");
        var given = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Name == SchemaKey && path.Length == 0)
                continue; // for editors
            if (isChosen && property.Name == SettingsKinds.Key)
                continue;
            string name = SettingsShape.CurrentName(property.Name);
            if (!shape.Keys.Any(key => key.Name == name))
                throw new InvalidDataException(
                    $"{source}: unknown key '{path}{property.Name}'; " +
                    $"{SettingsShape.Suggest(property.Name, shape.Keys.Select(static key => key.Name))}");
            if (!given.TryAdd(name, property.Value))
                throw new InvalidDataException($"{source}: key '{path}{property.Name}' occurs twice; expected it once");
        }
        object?[] values = [.. shape.Keys.Select(key => given.TryGetValue(key.Name, out JsonElement value)
            ? ReadValue(value, key, source, path + key.Name)
            : key.IsRequired
                ? throw new InvalidDataException(
                $"{source}: key '{path}{key.Name}' is missing; expected {SettingsText.Expectation(key.Type)}") : key.Default)];
        return Create(shape, values, source, path);
    }

    private static string Prefix(string path) => path.Length == 0 ? "" : path + ".";

    private static object Create(SettingsShape shape, object?[] values, string source, string path) =>
        Checked(() => shape.Create(values), source, path);

    private static object Checked(Func<object> make, string source, string path)
    {
        try
        {
            return make();
        }
        catch (ArgumentException failure)
        {
            throw new InvalidDataException(
                $"{source}{(path.Length == 0 ? "" : $", '{path.TrimEnd('.')}'")}: {ArgumentMessage.Of(failure)}", failure);
        }
    }

    private static object? ReadValue(JsonElement value, SettingsKey key, string source, string path)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return key.MayBeNull ? null
                : throw new InvalidDataException($"{source}: '{path}' is null; expected {SettingsText.Expectation(key.Type)}");
        if (SettingsKinds.IsOpen(key.Type))
            return ReadKind(value, key.Type, source, path);
        if (SettingsShape.IsRecord(key.Type))
            return ReadRecord(value, SettingsShape.Of(key.Type), source, path + ".");
        if (key.ElementType is not { } element)
            return ReadLeaf(value, key.Type, source, path);
        if (value.ValueKind != JsonValueKind.Array)
            throw new InvalidDataException($"{source}: '{path}' is {value.GetRawText()}; expected a list");
        return SettingsShape.Collect(key, element, [.. value.EnumerateArray().Select((item, index) => SettingsShape.IsRecord(element)
            ? ReadRecord(item, SettingsShape.Of(element), source, $"{path}[{index}].")
            : item.ValueKind != JsonValueKind.Null ? ReadLeaf(item, element, source, $"{path}[{index}]")
            : throw new InvalidDataException($"{source}: '{path}[{index}]' is null; expected {SettingsText.Expectation(element)}"))]);
    }

    private static object? ReadLeaf(JsonElement value, Type type, string source, string path)
    {
        try
        {
            return value.Deserialize(type, Leaves);
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"{source}: '{path}' is {value.GetRawText()}; expected {SettingsText.Expectation(type)}",
                failure);
        }
    }
}
