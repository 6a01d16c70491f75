using System.Numerics;

namespace L2O.Optimizers;

/// <summary>Gives back what a <see cref="StateWriter{T}"/> collected, by name.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public sealed class StateReader<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<string, T[]> _tensors;
    private readonly string _prefix;

    /// <summary>A reader of a whole state.</summary>
    /// <param name="tensors">Names and values as written.</param>
    public StateReader(IEnumerable<(string Name, T[] Values)> tensors)
        : this(tensors.ToDictionary(static t => t.Name, static t => t.Values, StringComparer.Ordinal), "")
    {
    }

    private StateReader(Dictionary<string, T[]> tensors, string prefix) => (_tensors, _prefix) = (tensors, prefix);

    /// <summary>Copies the vector of that name.</summary>
    /// <param name="name">As written.</param>
    /// <param name="destination">Receives the values; must have the stored length.</param>
    /// <exception cref="InvalidDataException">The name is missing or the length differs.</exception>
    public void Read(string name, Span<T> destination)
    {
        Check(name, destination.Length);
        Find(name).CopyTo(destination);
    }

    /// <summary>Refuses a state without a vector of that name and length.</summary>
    /// <param name="name">As written.</param>
    /// <param name="length">The expected length.</param>
    /// <exception cref="InvalidDataException">The name is missing or the length differs.</exception>
    public void Check(string name, int length)
    {
        if (Find(name).Length is var stored && stored != length)
            throw new InvalidDataException($"state '{_prefix}{name}' has {stored} values; expected {length}");
    }

    /// <summary>Whether there is a vector of that name.</summary>
    /// <param name="name">As written.</param>
    public bool Has(string name) => _tensors.ContainsKey(_prefix + name);

    /// <summary>The integer of that name.</summary>
    /// <exception cref="InvalidDataException">The name is missing, or it holds no single integer.</exception>
    public int ReadInt(string name)
    {
        T[] values = Find(name);
        if (values.Length != 1)
            throw new InvalidDataException($"state '{_prefix}{name}' has {values.Length} values; expected 1");
        return T.IsInteger(values[0]) && T.Abs(values[0]) <= T.CreateChecked(int.MaxValue / 2)
            ? int.CreateTruncating(values[0])
            : throw new InvalidDataException($"state '{_prefix}{name}' is {values[0]}; expected an integer");
    }

    /// <summary>A reader of what was written within that prefix.</summary>
    public StateReader<T> Within(string prefix) => new(_tensors, _prefix + prefix);

    private T[] Find(string name) => _tensors.TryGetValue(_prefix + name, out T[]? values)
        ? values
        : throw new InvalidDataException($"state '{_prefix}{name}' is missing; stored are {string.Join(", ", _tensors.Keys)}");
}
