namespace L2O.Files.Weights;

/// <summary>The stack of a pickle with its marks, and what it keeps for later under numbers.</summary>
/// <param name="cursor">Where the pickle is read, for messages.</param>
internal sealed class PickleStack(ByteCursor cursor)
{
    private readonly List<PickleValue> _values = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<long, PickleValue> _memo = [];

    /// <summary>How many values are kept.</summary>
    public int Kept => _memo.Count;

    /// <summary>Puts a value on top.</summary>
    public void Push(PickleValue value) => _values.Add(value);

    /// <summary>Marks the place above the top.</summary>
    public void Mark() => _marks.Push(_values.Count);

    /// <summary>The value on top.</summary>
    /// <exception cref="InvalidDataException">There is none above the last mark.</exception>
    public PickleValue Top => _values.Count > Floor ? _values[^1] : throw Empty();

    /// <summary>Takes the value on top.</summary>
    /// <exception cref="InvalidDataException">There is none above the last mark.</exception>
    public PickleValue Pop()
    {
        PickleValue value = Top;
        _values.RemoveAt(_values.Count - 1);
        return value;
    }

    /// <summary>Takes several values, in the order in which they were put there.</summary>
    /// <exception cref="InvalidDataException">There are fewer above the last mark.</exception>
    public List<PickleValue> Pop(int count)
    {
        if (_values.Count - count < Floor)
            throw Empty();
        List<PickleValue> taken = _values.GetRange(_values.Count - count, count);
        _values.RemoveRange(_values.Count - count, count);
        return taken;
    }

    /// <summary>Takes all values above the last mark, and the mark.</summary>
    /// <exception cref="InvalidDataException">There is no mark.</exception>
    public List<PickleValue> PopMark()
    {
        if (_marks.Count == 0)
            throw Empty();
        List<PickleValue> taken = Pop(_values.Count - Floor);
        _marks.Pop();
        return taken;
    }

    /// <summary>Keeps the value on top under a number.</summary>
    public void Keep(long number) => _memo[number] = Top;

    /// <summary>Puts a kept value on top.</summary>
    /// <exception cref="InvalidDataException">Nothing is kept under that number.</exception>
    public void Recall(long number) => Push(_memo.TryGetValue(number, out PickleValue? value) ? value
        : throw cursor.Damaged(cursor.Position, $"value {number} is used before it is there; expected a whole pickle"));

    private int Floor => _marks.TryPeek(out int mark) ? mark : 0;

    private InvalidDataException Empty() =>
        cursor.Damaged(cursor.Position, "the stack of the pickle has too few values; expected a whole pickle");
}
