using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Partial;

/// <summary>Some tensors of theta as a smaller theta of their own.</summary>
internal sealed class TensorGroup
{
    private readonly ParameterSlot[] _slots;

    /// <param name="slots">Of the whole layout, in its order.</param>
    public TensorGroup(IEnumerable<ParameterSlot> slots)
    {
        _slots = [.. slots];
        Layout = new ParameterLayout([.. _slots.Select(static slot => (slot.Name, slot.Shape.ToArray()))]);
    }

    /// <summary>The tensors by themselves.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>Copies the group's coordinates out of a whole vector.</summary>
    public void Gather<T>(ReadOnlySpan<T> whole, Span<T> part) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int k = 0; k < _slots.Length; k++)
            _slots[k].Of(whole).CopyTo(Layout.Slots[k].Of(part));
    }

    /// <summary>Copies them back into it.</summary>
    public void Scatter<T>(ReadOnlySpan<T> part, Span<T> whole) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int k = 0; k < _slots.Length; k++)
            Layout.Slots[k].Of(part).CopyTo(_slots[k].Of(whole));
    }
}
