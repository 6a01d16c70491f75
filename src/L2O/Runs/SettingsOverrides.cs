namespace L2O.Runs;

/// <summary>Changes single values of an immutable settings record by name, as <c>--set key=value</c> on the command line does.</summary>
public static class SettingsOverrides
{
    /// <summary>All keys that <see cref="Apply"/> accepts for a record type, dotted where records are nested.</summary>
    /// <typeparam name="T">A settings record.</typeparam>
    public static IReadOnlyList<string> Keys<T>() where T : class => [.. SettingsShape.Of(typeof(T)).DottedKeys()];

    /// <summary>
    /// A copy with the given values. All of them are put in at once, so that values which only fit together may come in any
    /// order; the record's own constructor checks the ranges.
    /// </summary>
    /// <typeparam name="T">A settings record: each constructor parameter has a property of its name.</typeparam>
    /// <param name="settings">Where all other values come from.</param>
    /// <param name="assignments">Each <c>key=value</c>: camel case, dots into nested records, commas between a list's items.</param>
    /// <exception cref="ArgumentException">No <c>=</c>, an unknown or repeated key, or a value of the wrong type or out of range.</exception>
    public static T Apply<T>(T settings, IEnumerable<string> assignments) where T : class
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(assignments);
        SettingsShape shape = SettingsShape.Of(settings.GetType());
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string assignment in assignments)
        {
            (string key, string value) = Split(assignment);
            Check(shape, key);
            if (!values.TryAdd(key, value))
                throw new ArgumentException($"setting '{key}' is given twice, as '{values[key]}' and '{value}'; expected it once");
        }
        return (T)Rebuild(shape, settings, "", values);
    }

    private static (string Key, string Value) Split(string assignment)
    {
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (assignment[..equals].Trim(), assignment[(equals + 1)..].Trim())
            : throw new ArgumentException($"setting '{assignment}' has no value; expected key=value");
    }

    private static void Check(SettingsShape shape, string key)
    {
        List<string> keys = [.. shape.DottedKeys()];
        if (keys.Contains(key))
            return;
        List<string> members = keys.FindAll(candidate => candidate.StartsWith(key + ".", StringComparison.Ordinal));
        throw new ArgumentException(members.Count > 0
            ? $"setting '{key}' is a group; expected one of {string.Join(", ", members)}"
            : $"unknown setting '{key}'; {SettingsShape.Suggest(key, keys)}");
    }

    private static object Rebuild(SettingsShape shape, object current, string prefix, Dictionary<string, string> texts)
    {
        var values = new object?[shape.Keys.Length];
        var changed = new List<string>();
        for (int i = 0; i < values.Length; i++)
        {
            SettingsKey key = shape.Keys[i];
            string path = prefix + key.Name;
            values[i] = key.Property.GetValue(current);
            if (SettingsShape.IsRecord(key.Type) && texts.Keys.Any(name => name.StartsWith(path + ".", StringComparison.Ordinal)))
                values[i] = Rebuild(SettingsShape.Of(key.Type), values[i] ?? throw new ArgumentException($"group '{path}' is not in use here; expected no settings for it"), path + ".", texts);
            else if (texts.TryGetValue(path, out string? text))
                values[i] = SettingsText.Parse(path, key, text);
            else
                continue;
            changed.Add(path);
        }
        return changed.Count == 0 ? current : Create(shape, values, changed);
    }

    private static object Create(SettingsShape shape, object?[] values, List<string> changed)
    {
        try
        {
            return shape.Create(values);
        }
        catch (ArgumentException failure)
        {
            throw new ArgumentException($"setting '{string.Join("', '", changed)}': {ArgumentMessage.Of(failure)}", failure);
        }
    }
}
