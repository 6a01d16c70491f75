namespace L2O.Numerics;

/// <summary>Where a tensor of a part lies in the whole.</summary>
/// <param name="Index">Its index in the whole's memory.</param>
/// <param name="Offset">Its first coordinate in the whole's flat vector.</param>
internal readonly record struct TensorPlace(int Index, int Offset)
{
    /// <summary>Whether all tensors lie behind one another.</summary>
    public static bool Follow(ReadOnlySpan<TensorPlace> places, ParameterLayout layout)
    {
        for (int k = 0; k < places.Length; k++)
            if (places[k].Offset != places[0].Offset + layout.Slots[k].Offset)
                return false;
        return true;
    }
}
