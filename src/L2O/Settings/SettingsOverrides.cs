namespace L2O.Settings;

/// <summary>Changes single values of an immutable settings record by name, as <c>--set key=value</c> on the command line does.</summary>
public static class SettingsOverrides
{
    /// <summary>All keys that <see cref="Apply"/> accepts for a record type, dotted where records are nested.</summary>
    /// <typeparam name="T">A settings record.</typeparam>
    public static IReadOnlyList<string> Keys<T>() where T : class => [.. SettingsShape.Of(typeof(T)).DottedKeys()];

    /// <summary>
    /// A copy with the given values. All of them are put in at once, so that values which only fit together may come in any
    /// order; the record's own constructor checks the ranges. A group that is not in use comes into use with its defaults as soon as one of
    /// its values is set, and goes with <c>group=null</c>; another <c>kind</c> brings its own defaults.
    /// </summary>
    /// <typeparam name="T">A settings record: each constructor parameter has a property of its name.</typeparam>
    /// <param name="settings">Where all other values come from.</param>
    /// <param name="assignments">Each <c>key=value</c>: camel case, dots into nested records, commas between a list's items.</param>
    /// <exception cref="ArgumentException">No <c>=</c>, an unknown or repeated key, or a value of the wrong type or out of
    /// range.</exception>
    public static T Apply<T>(T settings, IEnumerable<string> assignments) where T : class
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(assignments);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string assignment in assignments)
        {
            (string key, string value) = Split(assignment);
            if (!values.TryAdd(key, value))
                throw new ArgumentException($"setting '{key}' is given twice, as '{values[key]}' and '{value}'; expected it once");
        }
        return (T)new Rebuilding(values).Apply(settings);
    }

    private static (string Key, string Value) Split(string assignment)
    {
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (SettingsShape.CurrentName(assignment[..equals].Trim()), assignment[(equals + 1)..].Trim())
            : throw new ArgumentException($"setting '{assignment}' has no value; expected key=value");
    }

    /// <summary>One application of some assignments.</summary>
    private sealed class Rebuilding(Dictionary<string, string> texts)
    {
        private readonly HashSet<string> _used = new(StringComparer.Ordinal);
        private readonly List<string> _keys = []; // all that could have been assigned

        public object Apply(object settings)
        {
            Find(settings, "");
            foreach (string key in texts.Keys)
                if (!_keys.Contains(key))
                    throw Unknown(key);
            return Record(settings, "");
        }

        private bool IsAssigned(string group) => texts.Keys.Any(key => key.StartsWith(group + ".", StringComparison.Ordinal));

        private ArgumentException Unknown(string key)
        {
            List<string> members = _keys.FindAll(candidate => candidate.StartsWith(key + ".", StringComparison.Ordinal));
            return new ArgumentException(members.Count > 0
                ? $"setting '{key}' is a group; expected one of {string.Join(", ", members)}"
                : $"unknown setting '{key}'; {SettingsShape.Suggest(key, _keys)}");
        }

        /// <summary>Collects the keys of a record as it will be.</summary>
        private void Find(object record, string prefix)
        {
            foreach (SettingsKey key in SettingsShape.Of(record.GetType()).Keys)
            {
                string path = prefix + key.Name;
                if (!SettingsShape.IsGroup(key.Type))
                {
                    _keys.Add(path);
                    continue;
                }
                if (SettingsKinds.IsOpen(key.Type))
                    _keys.Add($"{path}.{SettingsKinds.Key}");
                if (key.MayBeNull && texts.GetValueOrDefault(path) == "null" || SettingsShape.IsRecord(key.Type)
                    && SettingsShape.Of(key.Type).Shorthand is not null && texts.ContainsKey(path))
                    _keys.Add(path);
                Find(Base(key, path, key.Property.GetValue(record)), path + ".");
            }
        }

        /// <summary>The record that a group's assignments start from.</summary>
        private object Base(SettingsKey key, string path, object? current)
        {
            if (!SettingsKinds.IsOpen(key.Type))
                return current ?? SettingsShape.Of(key.Type).CreateDefault();
            Type type = current?.GetType() ?? SettingsKinds.Of(key.Type)[0].Type;
            if (texts.TryGetValue($"{path}.{SettingsKinds.Key}", out string? name))
                type = SettingsKinds.Find(key.Type, name)
                    ?? throw new ArgumentException(
                    $"setting '{path}.{SettingsKinds.Key}' has the value '{name}'; {SettingsKinds.Expectation(key.Type, name)}");
            return current?.GetType() == type ? current : SettingsShape.Of(type).CreateDefault();
        }

        private object Record(object current, string prefix)
        {
            SettingsShape shape = SettingsShape.Of(current.GetType());
            var changed = new List<string>();
            object?[] values = [.. shape.Keys.Select(key =>
            {
                string path = prefix + key.Name;
                object? before = key.Property.GetValue(current), after = Value(key, path, before);
                if (!ReferenceEquals(before, after) && _used.Contains(path))
                    changed.Add(path);
                return after;
            })];
            return changed.Count == 0 ? current : Create(shape, values, changed);
        }

        private object? Value(SettingsKey key, string path, object? current)
        {
            if (texts.TryGetValue(path, out string? text))
            {
                _used.Add(path);
                if (!SettingsShape.IsGroup(key.Type))
                    return SettingsText.Parse(path, key, text);
                if (text == "null" && key.MayBeNull)
                    return null;
                SettingsShape named = SettingsShape.Of(key.Type);
                object record = Create(named, [text, .. named.Keys.Skip(1).Select(own => own.Property.GetValue(current))], [path]);
                return IsAssigned(path) ? Record(record, path + ".") : record;
            }
            if (!SettingsShape.IsGroup(key.Type) || !IsAssigned(path))
                return current;
            _used.Add(path);
            return Record(Base(key, path, current), path + ".");
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
}
