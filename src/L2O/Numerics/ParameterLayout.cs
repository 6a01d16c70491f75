using System.Collections.Immutable;
using System.Globalization;

namespace L2O.Numerics;

/// <summary>
/// Names, shapes and offsets of the tensors that share one flat vector (theta, gradient, update, phi).
/// The only place where an offset is computed.
/// </summary>
public sealed class ParameterLayout
{
    private readonly Dictionary<string, ParameterSlot> _byName;

    /// <summary>Lays the tensors out one behind the other, in the given order, without gaps.</summary>
    /// <param name="tensors">Name and shape of each tensor; names unique, sizes positive.</param>
    /// <exception cref="ArgumentException">A name occurs twice, a size is not positive, or the values are more than an array
    /// holds.</exception>
    public ParameterLayout(params IReadOnlyList<(string Name, int[] Shape)> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        CheckTotal(tensors);
        var slots = ImmutableArray.CreateBuilder<ParameterSlot>(tensors.Count);
        _byName = new Dictionary<string, ParameterSlot>(StringComparer.Ordinal);
        foreach ((string name, int[] shape) in tensors)
        {
            if (shape.Any(static size => size <= 0))
                throw new ArgumentException($"tensor '{name}' has shape [{string.Join(", ", shape)}]; every size must be positive",
                    nameof(tensors));
            var slot = new ParameterSlot(name, Count, [.. shape]);
            if (!_byName.TryAdd(name, slot))
                throw new ArgumentException($"tensor '{name}' occurs twice in the layout", nameof(tensors));
            slots.Add(slot);
            Count += slot.Count;
        }
        Slots = slots.ToImmutable();
    }

    private static void CheckTotal(IReadOnlyList<(string Name, int[] Shape)> tensors)
    {
        double total = tensors.Sum(static tensor => tensor.Shape.Aggregate(1.0, static (product, size) => product * Math.Max(0, size)));
        if (total > Array.MaxLength)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"there are {total:N0} parameters; expected {Array.MaxLength:N0} at most"), nameof(tensors));
    }

    private ParameterLayout(ImmutableArray<ParameterSlot> slots)
    {
        Slots = slots;
        Count = slots.Sum(static slot => slot.Count);
        _byName = slots.ToDictionary(static slot => slot.Name, StringComparer.Ordinal);
    }

    /// <summary>The tensors in the order of the flat vector.</summary>
    public ImmutableArray<ParameterSlot> Slots { get; }

    /// <summary>Number of coordinates of the flat vector (<c>n</c>).</summary>
    public int Count { get; }

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="KeyNotFoundException">The layout has no such tensor.</exception>
    public ParameterSlot this[string name] => _byName.TryGetValue(name, out ParameterSlot? slot)
        ? slot
        : throw new KeyNotFoundException($"no tensor '{name}' in the layout; it has {string.Join(", ", Slots.Select(static s => s.Name))}");

    /// <summary>The same tensors with other roles.</summary>
    /// <param name="roleOf">A tensor's role; null leaves the one that it has.</param>
    public ParameterLayout WithRoles(Func<ParameterSlot, TensorRole?> roleOf)
    {
        ArgumentNullException.ThrowIfNull(roleOf);
        return new ParameterLayout([.. Slots.Select(slot => slot with { Role = roleOf(slot) ?? slot.Role })]);
    }

    /// <summary>Whether a learned optimizer's updates of some tensor are scaled.</summary>
    internal bool ScalesUpdates => Slots.Any(static slot => slot.UpdateScale != 1);

    /// <summary>The same tensors with other factors of their updates.</summary>
    /// <param name="scaleOf">A tensor's <see cref="ParameterSlot.UpdateScale"/>.</param>
    internal ParameterLayout WithUpdateScales(Func<ParameterSlot, double> scaleOf) =>
        new([.. Slots.Select(slot => slot with { UpdateScale = scaleOf(slot) })]);

    /// <summary>Some of the tensors as a layout of their own, in the given order, with the roles and factors that they have.</summary>
    /// <param name="tensors">Indices in <see cref="Slots"/>, each at most once.</param>
    public ParameterLayout Part(ReadOnlySpan<int> tensors)
    {
        var slots = ImmutableArray.CreateBuilder<ParameterSlot>(tensors.Length);
        int offset = 0;
        foreach (int tensor in tensors)
        {
            slots.Add(Slots[tensor] with { Offset = offset });
            offset += slots[^1].Count;
        }
        return new ParameterLayout(slots.ToImmutable());
    }

    /// <summary>A layout of one unnamed vector, for functions that are not networks.</summary>
    /// <param name="count">Number of coordinates, positive.</param>
    public static ParameterLayout Vector(int count) => new(("theta", [count]));
}
