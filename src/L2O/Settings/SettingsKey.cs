using System.Reflection;

namespace L2O.Settings;

/// <summary>One constructor parameter of a settings record, which is one key of its text form.</summary>
/// <param name="Name">In camel case, as in files.</param>
/// <param name="Type">The parameter's type.</param>
/// <param name="Property">The property that gives the value back.</param>
/// <param name="MayBeNull">Whether null is a value of it.</param>
/// <param name="IsRequired">Whether the constructor has no default for it.</param>
/// <param name="Default">The constructor's default.</param>
internal sealed record SettingsKey(string Name, Type Type, PropertyInfo Property, bool MayBeNull, bool IsRequired, object? Default)
{
    /// <summary>The element type if the value is an array, a read-only list or an immutable array.</summary>
    public Type? ElementType => Nullable.GetUnderlyingType(Type) is { } bare ? ElementOf(bare) : ElementOf(Type);

    private static Type? ElementOf(Type type) =>
        type.IsSZArray ? type.GetElementType()
        : type.IsGenericType
            && (type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            || type.GetGenericTypeDefinition() == typeof(System.Collections.Immutable.ImmutableArray<>))
            ? type.GetGenericArguments()[0]
            : null;
}
