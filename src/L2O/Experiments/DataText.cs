using L2O.Data;
using L2O.Settings;

namespace L2O.Experiments;

/// <summary>Datasets as they are written behind <c>--data</c>.</summary>
internal static class DataText
{
    private static readonly string[] s_lists = ["columns", "onlyClasses"];

    private static readonly string[] s_presentation = ["normalize", "gray", "resize", "onlyClasses"];

    /// <summary>Whether a text is more than the name of a known dataset.</summary>
    public static bool IsMore(string text) => text.AsSpan().ContainsAny(':', ',');

    /// <summary>
    /// The assignments that a text stands for. What it does not say is as usual, whatever was set before; only how the images of a known
    /// dataset are presented stays.
    /// </summary>
    /// <param name="text">E.g. <c>table:houses.csv,target=price</c>.</param>
    /// <param name="prefix">In front of each key, e.g. <c>data.</c>.</param>
    /// <param name="current">What the assignments will be made to.</param>
    /// <exception cref="ArgumentException">The text is malformed.</exception>
    public static IReadOnlyList<string> Assignments(string text, string prefix, DataSettings current)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(',');
        int colon = parts[0].IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? parts[0] : parts[0][..colon], path = colon < 0 ? "null" : parts[0][(colon + 1)..];
        if (name.Length == 0 || path.Length == 0)
            throw new ArgumentException($"data '{text}' has no {(name.Length == 0 ? "name" : "path")}; expected a dataset's name, or "
                + "KIND:PATH such as table:houses.csv,target=price");
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = name, ["path"] = path };
        foreach (string part in parts.Skip(1))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new ArgumentException($"data '{text}' has the part '{part}'; expected OPTION=VALUE (paths and names with commas go "
                    + "into a configuration)");
            string key = SettingsShape.CurrentName(part[..equals].Trim()), value = part[(equals + 1)..].Trim();
            if (key is "name" or "path" or "digests")
                throw new ArgumentException($"data '{text}' has the option '{key}'; expected it in a configuration only");
            if (!values.TryAdd(key, s_lists.Contains(key) ? value.Replace(';', ',') : value))
                throw new ArgumentException($"data '{text}' has '{key}' twice; expected it once");
        }
        foreach (SettingsKey key in SettingsShape.Of(typeof(DataSettings)).Keys)
            if ((colon >= 0 || !s_presentation.Contains(key.Name)) && !Equals(key.Property.GetValue(current), key.Default))
                values.TryAdd(key.Name, DefaultOf(key));
        return [.. values.Select(pair => $"{prefix}{pair.Key}={pair.Value}")];
    }

    /// <summary>
    /// A known dataset from what <see cref="DataSettings.ToString"/> says of it, as a learned optimizer's metadata keep it; null for all
    /// else, data of one's own among them, whose path it does not say.
    /// </summary>
    /// <param name="text">E.g. <c>mnist</c> or <c>mnist (normalize, classes 0 1)</c>.</param>
    public static DataSettings? FromDescription(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int open = text.IndexOf(" (", StringComparison.Ordinal);
        string name = open < 0 ? text : text[..open];
        if (!DatasetCatalog.All.Any(source => source.Name == name))
            return null;
        var assignments = new List<string> { $"name={name}" };
        foreach (string option in open < 0 || !text.EndsWith(')') ? [] : text[(open + 2)..^1].Split(", "))
            assignments.Add(option switch
            {
                "normalize" or "gray" => $"{option}=true",
                "target input" => "target=input",
                _ when option.StartsWith("classes ", StringComparison.Ordinal) => $"onlyClasses={option[8..].Replace(' ', ',')}",
                _ when option.Split('x') is [{ Length: > 0 } rows, var columns] && rows == columns => $"resize={rows}",
                _ => "",
            });
        DataSettings? settings = assignments.Contains("") ? null : Made(assignments);
        return settings?.ToString() == text ? settings : null;
    }

    private static DataSettings? Made(IReadOnlyList<string> assignments)
    {
        try
        {
            return SettingsOverrides.Apply(new DataSettings(), assignments);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string DefaultOf(SettingsKey key) => key.Default switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        var other => $"{other}",
    };
}
