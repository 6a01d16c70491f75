using System.Text.Encodings.Web;
using System.Text.Json;

namespace L2O.Settings;

/// <summary>One key in which two settings records differ.</summary>
/// <param name="Key">Dotted; <c>kind</c> included.</param>
/// <param name="Left">The first one's value as JSON; null where it has no such key.</param>
/// <param name="Right">The second one's.</param>
internal sealed record SettingsDifference(string Key, string? Left, string? Right)
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All differences, in the order of the first record's keys, then of what only the second one has.</summary>
    /// <param name="left">A settings record.</param>
    /// <param name="right">Another of the same type.</param>
    public static IReadOnlyList<SettingsDifference> Between(object left, object right)
    {
        List<(string Key, string Value)> first = Leaves(left), second = Leaves(right);
        IEnumerable<string> keys = first.Concat(second).Select(static leaf => leaf.Key).Distinct();
        return
        [
            .. from key in keys
               let before = Find(first, key)
               let after = Find(second, key)
               where before != after
               select new SettingsDifference(key, before, after),
        ];
    }

    private static string? Find(List<(string Key, string Value)> leaves, string key) =>
        leaves.Find(leaf => leaf.Key == key) is { Value: { } value } ? value : null;

    private static List<(string Key, string Value)> Leaves(object settings)
    {
        using var document = JsonDocument.Parse(SettingsJson.Format(settings));
        return [.. Leaves(document.RootElement)];
    }

    /// <summary>All keys of a stored description with their values as JSON, in the order of the file.</summary>
    /// <param name="element">The description.</param>
    /// <param name="path">Dotted key of the element itself; empty for a whole description.</param>
    public static IEnumerable<(string Key, string Value)> Leaves(JsonElement element, string path = "") => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .SelectMany(property => Leaves(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}")),
        JsonValueKind.Array or JsonValueKind.String => [(path, JsonSerializer.Serialize(element, s_plain))], // however it is stored
        _ => [(path, element.GetRawText())],
    };
}
