namespace L2O.Numerics;

/// <summary>
/// The tensors of a layout, each a span wherever it lies. A flat vector is the special case:
/// then neighboring tensors lie behind one another.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public readonly ref struct TensorSpans<T> where T : unmanaged
{
    private readonly Span<T> _flat;
    private readonly ITensorMemory<T>? _memory;
    private readonly ReadOnlySpan<TensorPlace> _places;
    private readonly bool _isFlat;

    /// <summary>Tensors that lie behind one another in one vector.</summary>
    /// <param name="layout">The tensors.</param>
    /// <param name="flat">(n) all of them.</param>
    /// <exception cref="ArgumentException">The vector has another length.</exception>
    public TensorSpans(ParameterLayout layout, Span<T> flat)
    {
        ArgumentNullException.ThrowIfNull(layout);
        if (flat.Length != layout.Count)
            throw new ArgumentException($"a vector has {flat.Length} values; expected {layout.Count}, as its layout says");
        (Layout, _isFlat) = (layout, true);
        _flat = flat;
    }

    /// <summary>Tensors wherever they lie.</summary>
    /// <param name="layout">The tensors.</param>
    /// <param name="memory">Where they lie; asked again in each step.</param>
    /// <exception cref="ArgumentException">There is another number of tensors, or one has another length.</exception>
    public TensorSpans(ParameterLayout layout, ITensorMemory<T> memory)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(memory);
        (Layout, _memory) = (layout, memory);
        if (memory.Count != layout.Slots.Length)
            throw new ArgumentException($"there are {memory.Count} tensors; expected {layout.Slots.Length}, as the layout says");
        for (int k = 0; k < memory.Count; k++)
            if (memory.LengthOf(k) is > 0 and var length && length != layout.Slots[k].Count)
                throw new ArgumentException(
                    $"tensor '{layout.Slots[k].Name}' has {length} values; expected {layout.Slots[k].Count}, as the layout says");
    }

    private TensorSpans(TensorSpans<T> whole, ParameterLayout layout, ReadOnlySpan<TensorPlace> places)
    {
        (Layout, _memory) = (layout, whole._memory);
        _flat = whole._flat;
        _places = places;
        if (_memory is not null || places.IsEmpty || !TensorPlace.Follow(places, layout))
            return;
        _isFlat = true;
        _flat = whole._flat.Slice(places[0].Offset, layout.Count);
    }

    /// <summary>The tensors' names and shapes.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>Whether nothing was given.</summary>
    public bool IsNone => Layout is null;

    /// <summary>Whether <see cref="Flat"/> has all values.</summary>
    public bool IsFlat => _isFlat;

    /// <summary>(n) all values, one tensor behind the other; empty unless <see cref="IsFlat"/>.</summary>
    public Span<T> Flat => _isFlat ? _flat : default;

    /// <summary>The values of a tensor; empty where it has none in this step.</summary>
    /// <param name="tensor">Its index in the layout.</param>
    public Span<T> this[int tensor]
    {
        get
        {
            if (_isFlat)
                return Layout.Slots[tensor].Of(_flat);
            TensorPlace place = _places.IsEmpty ? new TensorPlace(tensor, Layout.Slots[tensor].Offset) : _places[tensor];
            return _memory is { } memory ? memory[place.Index]
                : _flat.Slice(place.Offset, Layout.Slots[tensor].Count);
        }
    }

    /// <summary>How many values a tensor has in this step.</summary>
    /// <param name="tensor">Its index in the layout.</param>
    internal int LengthOf(int tensor) => _isFlat || _memory is null ? Layout.Slots[tensor].Count
        : _memory.LengthOf(_places.IsEmpty ? tensor : _places[tensor].Index);

    /// <summary>Whether values are there only until another tensor's are asked for.</summary>
    internal bool ComesInTurn => _memory is { ComesInTurn: true };

    /// <summary>Some of the tensors.</summary>
    /// <param name="part">Their layout.</param>
    /// <param name="tensors">Their indices in the layout of this one.</param>
    /// <param name="places">Scratch memory, one entry for each of them; in use as long as the result is.</param>
    internal TensorSpans<T> Part(ParameterLayout part, ReadOnlySpan<int> tensors, Span<TensorPlace> places)
    {
        for (int k = 0; k < tensors.Length; k++)
        {
            int whole = tensors[k];
            places[k] = _isFlat || _places.IsEmpty ? new TensorPlace(whole, Layout.Slots[whole].Offset) : _places[whole];
        }
        return new TensorSpans<T>(this, part, places[..tensors.Length]);
    }

    /// <summary>The same for reading.</summary>
    public static implicit operator ReadOnlyTensorSpans<T>(TensorSpans<T> tensors) => tensors.AsReadOnly();

    /// <summary>The same for reading.</summary>
    public ReadOnlyTensorSpans<T> AsReadOnly() => new(Layout, _flat, _memory, _places, _isFlat);
}
