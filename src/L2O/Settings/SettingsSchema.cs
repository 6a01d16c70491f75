using System.Text.Json;
using System.Text.Json.Nodes;

namespace L2O.Settings;

/// <summary>The JSON schema (draft 2020-12) of a settings record, for editors: keys, types, names of enumerations, defaults.</summary>
internal static class SettingsSchema
{
    private static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    /// <summary>The schema's text, indented.</summary>
    /// <typeparam name="T">A settings record whose keys all have defaults.</typeparam>
    /// <param name="title">What the record describes.</param>
    /// <param name="meanings">By dotted key, what it means; keys may be missing.</param>
    public static string Format<T>(string title, IReadOnlyDictionary<string, string> meanings) where T : class
    {
        ArgumentNullException.ThrowIfNull(meanings);
        JsonObject schema = Record(SettingsShape.Of(typeof(T)), "", meanings, null);
        schema["properties"]!.AsObject().Insert(0, "$schema", new JsonObject { ["type"] = "string" });
        schema.Insert(0, "title", title);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        return schema.ToJsonString(s_indented) + "\n";
    }

    private static JsonObject Record(SettingsShape shape, string prefix, IReadOnlyDictionary<string, string> meanings, Type? within)
    {
        var properties = new JsonObject();
        foreach (SettingsKey key in shape.Keys)
            properties.Add(key.Name, Value(key, prefix + key.Name, meanings, within));
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        string[] required = [.. shape.Keys.Where(static key => key.IsRequired).Select(static key => key.Name)];
        if (required.Length > 0)
            schema.Add("required", new JsonArray([.. required.Select(static name => JsonValue.Create(name))]));
        return schema;
    }

    private static JsonObject Value(SettingsKey key, string path, IReadOnlyDictionary<string, string> meanings, Type? within)
    {
        JsonObject schema = SettingsKinds.IsOpen(key.Type) ? Kinds(key.Type, path, meanings, within)
            : SettingsShape.IsRecord(key.Type) ? Group(SettingsShape.Of(key.Type), path, meanings, within)
            : key.ElementType is { } element
                ? new JsonObject
                {
                    ["type"] = "array",
                    ["items"] = SettingsShape.IsRecord(element) ? Item(SettingsShape.Of(element), path, meanings, within) : Leaf(element)
                }
            : Leaf(key.Type);
        if (key.MayBeNull)
            schema = new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        if (meanings.TryGetValue(path, out string? meaning))
            schema.Add("description", meaning);
        if (!key.IsRequired && !SettingsShape.IsRecord(key.Type) && !SettingsShape.IsGroup(key.Type) && key.ElementType is null)
            schema.Add("default", Default(key));
        return schema;
    }

    private static JsonObject Item(SettingsShape shape, string path, IReadOnlyDictionary<string, string> meanings, Type? within) =>
        shape.HasText ? Group(shape, path, meanings, within) : Record(shape, $"{path}.", meanings, within);

    private static JsonObject Group(SettingsShape shape, string path, IReadOnlyDictionary<string, string> meanings, Type? within)
    {
        JsonObject record = Record(shape, $"{path}.", meanings, within);
        return shape.Shorthand is null ? record
            : new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, record) };
    }

    /// <summary>One record for each kind; inside its own choices an interface is any object.</summary>
    private static JsonObject Kinds(Type type, string path, IReadOnlyDictionary<string, string> meanings, Type? within)
    {
        if (type == within)
            return new JsonObject { ["type"] = "object" };
        var kinds = new JsonArray();
        foreach ((string name, Type kind) in SettingsKinds.Of(type))
        {
            JsonObject record = Record(SettingsShape.Of(kind), $"{path}.", meanings, type);
            record["properties"]!.AsObject().Insert(0, SettingsKinds.Key, new JsonObject { ["const"] = name });
            if (kinds.Count > 0) // the first is meant where none is named
                record["required"] = new JsonArray(JsonValue.Create(SettingsKinds.Key));
            kinds.Add(record);
        }
        return new JsonObject { ["oneOf"] = kinds };
    }

    private static JsonObject Leaf(Type type)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare.IsEnum)
            return new JsonObject
            {
                ["enum"] =
                new JsonArray([.. SettingsText.NamesOf(bare).Select(static name => JsonValue.Create(name))])
            };
        return Type.GetTypeCode(bare) switch
        {
            TypeCode.Boolean => new JsonObject { ["type"] = "boolean" },
            TypeCode.Int32 or TypeCode.Int64 => new JsonObject { ["type"] = "integer" },
            TypeCode.UInt64 => new JsonObject { ["type"] = "integer", ["minimum"] = 0 },
            TypeCode.Single or TypeCode.Double => new JsonObject { ["type"] = "number" },
            _ => new JsonObject { ["type"] = "string" },
        };
    }

    private static JsonNode? Default(SettingsKey key) => key.Default switch
    {
        null => null,
        Enum value => JsonValue.Create(JsonNamingPolicy.CamelCase.ConvertName(value.ToString())),
        var value => JsonSerializer.SerializeToNode(value, value.GetType()),
    };
}
