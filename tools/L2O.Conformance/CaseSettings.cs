using System.Text.Json;

namespace L2O.Conformance;

/// <summary>A JSON object of a case file, read key by key with messages that say where and what was expected.</summary>
/// <param name="json">The object.</param>
/// <param name="where">Names it in messages: the file, and the key that leads to it.</param>
internal sealed class CaseSettings(JsonElement json, string where)
{
    /// <summary>Whether the key is there.</summary>
    public bool Has(string key) => json.TryGetProperty(key, out _);

    public string Text(string key) => Find(key, JsonValueKind.String, "a text").GetString()!;

    public bool Flag(string key) => Find(key, null, "true or false") is { ValueKind: JsonValueKind.True or JsonValueKind.False } value
        ? value.GetBoolean()
        : throw Wrong(key, "true or false");

    /// <param name="key">The setting.</param>
    /// <param name="least">The smallest value that makes sense.</param>
    public int Integer(string key, int least) => Find(key, JsonValueKind.Number, "an integer").TryGetInt32(out int value) && value >= least
        ? value
        : throw Wrong(key, $"an integer, {least} or more");

    public double Number(string key) => Find(key, JsonValueKind.Number, "a number").GetDouble();

    public double Number(string key, double absent) => Has(key) ? Number(key) : absent;

    /// <summary>A number that may be absent, or null; 0 then.</summary>
    public double Optional(string key) => Has(key) && json.GetProperty(key).ValueKind != JsonValueKind.Null ? Number(key) : 0;

    public CaseSettings Object(string key) => new(Find(key, JsonValueKind.Object, "an object"), $"{where}, '{key}'");

    /// <summary>The objects of an array.</summary>
    public IReadOnlyList<CaseSettings> Objects(string key) => [.. Find(key, JsonValueKind.Array, "an array of objects").EnumerateArray()
        .Select((element, index) => element.ValueKind == JsonValueKind.Object
            ? new CaseSettings(element, $"{where}, '{key}' {index}") : throw Wrong(key, "an array of objects"))];

    /// <summary>The whole numbers of an array.</summary>
    /// <param name="key">The setting.</param>
    /// <param name="least">The smallest value that makes sense.</param>
    public int[] Integers(string key, int least) => [.. Find(key, JsonValueKind.Array, "an array of integers").EnumerateArray()
        .Select(element => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int value) && value >= least
            ? value : throw Wrong(key, $"an array of integers, {least} or more each"))];

    private JsonElement Find(string key, JsonValueKind? kind, string expected)
    {
        if (!json.TryGetProperty(key, out JsonElement value))
            throw new InvalidDataException($"{where}: '{key}' is missing; expected {expected}");
        return kind is null || value.ValueKind == kind ? value : throw Wrong(key, expected);
    }

    private InvalidDataException Wrong(string key, string expected) =>
        new($"{where}: '{key}' is {json.GetProperty(key).GetRawText().ReplaceLineEndings(" ")}; expected {expected}");
}
