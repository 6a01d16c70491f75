using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using L2O.Numerics;

namespace L2O.Settings;

/// <summary>
/// The keys of an immutable settings record. Values only ever go through the record's constructor, so its range checks
/// hold for files and command lines too.
/// </summary>
internal sealed class SettingsShape
{
    private static readonly ConcurrentDictionary<Type, SettingsShape> Known = new();
    private readonly ConstructorInfo _constructor;
    private readonly MethodInfo? _parse;
    private readonly PropertyInfo? _text;

    private SettingsShape(Type type)
    {
        _constructor = type.GetConstructors()
            // not the copy constructor
            .Where(constructor => !constructor.GetParameters().Any(parameter => parameter.ParameterType == type))
            .MaxBy(static constructor => constructor.GetParameters().Length)
            ?? throw new ArgumentException($"type {type.Name} has no public constructor; expected a settings record");
        _text = type.GetProperty("Text", typeof(string));
        _parse = _text is null ? null : type.GetMethod("Parse", BindingFlags.Public | BindingFlags.Static, [typeof(string)]);
        var nullability = new NullabilityInfoContext();
        Keys = [.. _constructor.GetParameters().Select(parameter => KeyOf(type, parameter, nullability))];
    }

    /// <summary>The keys in the order of the constructor's parameters.</summary>
    public ImmutableArray<SettingsKey> Keys { get; }

    /// <summary>Whether values of that type are records with keys of their own.</summary>
    public static bool IsRecord(Type type) => type.IsClass && type.GetMethod("<Clone>$") is not null;

    /// <summary>The shape of a record type.</summary>
    public static SettingsShape Of(Type type) => IsRecord(type)
        ? Known.GetOrAdd(type, static t => new SettingsShape(t))
        : throw new ArgumentException($"type {type.Name} is no record; expected a settings record");

    /// <summary>
    /// Whether values of that type are given key by key alone: records without a text form, and interfaces that several records stand for.
    /// </summary>
    public static bool IsGroup(Type type) => (IsRecord(type) && Of(type)._parse is null) || SettingsKinds.IsOpen(type);

    /// <summary>
    /// Whether a whole value can be a text, as <c>adam@0.01:clip=1</c> is an optimizer: the type has a method Parse and a property Text.
    /// </summary>
    public bool HasText => _parse is not null;

    /// <summary>
    /// The key that a bare value stands for, so that <c>"data": "mnist"</c> means <c>"data": { "name": "mnist" }</c>: a record's first, if
    /// it is its name.
    /// </summary>
    public SettingsKey? Shorthand => Keys is [{ Name: "name" } key, ..] && key.Type == typeof(string) ? key : null;

    /// <summary>
    /// All keys of the record and of the records inside it, dotted; groups are left out. Where several records are possible, the keys of
    /// all of them; an interface inside its own choices is not gone into again.
    /// </summary>
    public IEnumerable<string> DottedKeys(string prefix = "", Type? within = null) => Keys.SelectMany(key =>
        IsRecord(key.Type) && IsGroup(key.Type) ? Of(key.Type).DottedKeys($"{prefix}{key.Name}.", within)
        : !SettingsKinds.IsOpen(key.Type) || key.Type == within ? [prefix + key.Name]
        : SettingsKinds.Of(key.Type).SelectMany(kind => Of(kind.Type).DottedKeys($"{prefix}{key.Name}.", key.Type))
            .Prepend($"{prefix}{key.Name}.{SettingsKinds.Key}").Distinct());

    /// <summary>The name that a key has now; keys of version 0.1 are read under the names that they had.</summary>
    /// <param name="key">A key, dotted or not, perhaps with an earlier name.</param>
    public static string CurrentName(string key)
    {
        int last = key.LastIndexOf('.') + 1;
        return key[last..] == "grey" ? key[..last] + "gray" : key;
    }

    /// <summary>A record with all defaults.</summary>
    /// <exception cref="ArgumentException">A key has no default.</exception>
    public object CreateDefault() => Keys.FirstOrDefault(static key => key.IsRequired) is { } required
        ? throw new ArgumentException($"key '{required.Name}' has no default; expected a value")
        : Create([.. Keys.Select(static key => key.Default)]);

    /// <summary>Calls the constructor. Its own exceptions come through as they are.</summary>
    /// <param name="values">One for each key.</param>
    public object Create(object?[] values)
    {
        try
        {
            return _constructor.Invoke(values);
        }
        catch (TargetInvocationException failure) when (failure.InnerException is ArgumentException inner)
        {
            throw inner;
        }
    }

    /// <summary>Reads a whole value from its text. Its own exceptions come through as they are.</summary>
    public object Parse(string text)
    {
        try
        {
            return _parse!.Invoke(null, [text])!;
        }
        catch (TargetInvocationException failure) when (failure.InnerException is ArgumentException inner)
        {
            throw inner;
        }
    }

    /// <summary>The text of a whole value.</summary>
    public string Format(object value) => (string)_text!.GetValue(value)!;

    /// <summary>The values as the collection type that the key wants.</summary>
    public static object Collect(SettingsKey key, Type elementType, IReadOnlyList<object?> values)
    {
        Array array = Array.CreateInstance(elementType, values.Count);
        for (int i = 0; i < values.Count; i++)
            array.SetValue(values[i], i);
        if (!key.Type.IsValueType)
            return array;
        return typeof(ImmutableCollectionsMarshal).GetMethod(nameof(ImmutableCollectionsMarshal.AsImmutableArray))!
            .MakeGenericMethod(elementType).Invoke(null, [array])!;
    }

    /// <summary>A hint for messages about an unknown key. A nested key without its group is recognized too.</summary>
    public static string Suggest(string name, IEnumerable<string> valid)
    {
        List<string> names = [.. valid];
        List<string> members = [.. names.Select(static key => key[(key.LastIndexOf('.') + 1)..])];
        string? nearest = NearestName.Find(name, names);
        if (nearest is null && NearestName.Find(name, members) is { } member)
            nearest = names[members.IndexOf(member)];
        return nearest is not null ? $"did you mean '{nearest}'?" : $"expected one of {string.Join(", ", names)}";
    }

    private static SettingsKey KeyOf(Type type, ParameterInfo parameter, NullabilityInfoContext nullability)
    {
        PropertyInfo property = type.GetProperty(parameter.Name!, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)
            ?? throw new ArgumentException(
                $"record {type.Name} has a constructor parameter '{parameter.Name}' and no property of that name; expected both");
        bool mayBeNull = nullability.Create(parameter).WriteState == NullabilityState.Nullable;
        return new SettingsKey(JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!), parameter.ParameterType,
            property, mayBeNull, !parameter.HasDefaultValue, DefaultOf(parameter));
    }

    // A default of a struct, `ImmutableArray<int> sizes = default`, is stored as null.
    private static object? DefaultOf(ParameterInfo parameter) =>
        parameter is { HasDefaultValue: true, DefaultValue: null, ParameterType.IsValueType: true }
            ? Activator.CreateInstance(parameter.ParameterType) : parameter.DefaultValue;
}
