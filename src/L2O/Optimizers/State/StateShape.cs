using System.Collections.Immutable;
using L2O.Numerics;

namespace L2O.Optimizers.State;

/// <summary>Name and form of a part of an optimizer's state, whatever the network.</summary>
public sealed class StateShape
{
    private readonly Func<ParameterSlot, int>? _length; // of a tensor's part whose length depends on the tensor
    private readonly int _channels;

    private StateShape(string name, StateOwner owner, int channels, Func<ParameterSlot, int>? length = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (channels < 1)
            throw new ArgumentOutOfRangeException(nameof(channels), $"state '{name}' has {channels} channels; expected 1 or more");
        (Name, Owner, _channels, _length) = (name, owner, channels, length);
    }

    /// <summary>As in stored states, unique in its optimizer.</summary>
    public string Name { get; }

    /// <summary>What the part belongs to.</summary>
    public StateOwner Owner { get; }

    /// <summary>Layer of a recurrent network that it is the state of, from 1; 0 for any other state.</summary>
    public int Layer { get; init; }

    /// <summary>Whether it is a cell's inner state, rather than its hidden state.</summary>
    public bool IsCell { get; init; }

    /// <summary>Numbers for each coordinate.</summary>
    /// <param name="name">As in stored states.</param>
    /// <param name="channels">How many, 1 or more.</param>
    public static StateShape PerCoordinate(string name, int channels = 1) => new(name, StateOwner.Coordinate, channels);

    /// <summary>Numbers for each tensor, as many for all.</summary>
    /// <param name="name">As in stored states.</param>
    /// <param name="channels">How many, 1 or more.</param>
    public static StateShape PerTensor(string name, int channels) => new(name, StateOwner.Tensor, channels);

    /// <summary>Numbers for each tensor, as many as its shape asks for.</summary>
    /// <param name="name">As in stored states.</param>
    /// <param name="length">How many of a tensor, 0 or more.</param>
    public static StateShape PerTensor(string name, Func<ParameterSlot, int> length) => new(name, StateOwner.Tensor, 1, length);

    /// <summary>Numbers for all of theta together.</summary>
    /// <param name="name">As in stored states.</param>
    /// <param name="channels">How many, 1 or more.</param>
    public static StateShape OfNetwork(string name, int channels) => new(name, StateOwner.Network, channels);

    internal ImmutableArray<int> Offsets(ParameterLayout layout)
    {
        if (Owner == StateOwner.Network)
            return [0, _channels];
        var offsets = ImmutableArray.CreateBuilder<int>(layout.Slots.Length + 1);
        offsets.Add(0);
        foreach (ParameterSlot slot in layout.Slots)
            offsets.Add(checked(offsets[^1] + (Owner == StateOwner.Coordinate ? _channels * slot.Count : LengthOf(slot))));
        return offsets.ToImmutable();
    }

    internal StatePart PartOf(ParameterLayout layout) => Owner switch
    {
        StateOwner.Coordinate => new StatePart(Name, Owner, _channels, layout.Count, Layer, IsCell),
        StateOwner.Tensor when _length is null => new StatePart(Name, Owner, _channels, layout.Slots.Length, Layer, IsCell),
        StateOwner.Tensor => new StatePart(Name, Owner, 1, layout.Slots.Sum(LengthOf), Layer, IsCell),
        _ => new StatePart(Name, Owner, _channels, 1, Layer, IsCell),
    };

    private int LengthOf(ParameterSlot slot) => _length is null ? _channels : _length(slot) is >= 0 and var length ? length
        : throw new ArgumentException($"state '{Name}' has a negative length for tensor '{slot.Name}'; expected 0 or more");
}
