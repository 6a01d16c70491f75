namespace L2O.Files.Weights;

/// <summary>
/// A value of a pickle as plain data: what Python would make an object of stays the name of a function, its arguments and a state.
/// Values may hold themselves.
/// </summary>
/// <param name="kind">What it is.</param>
internal sealed class PickleValue(PickleKind kind)
{
    /// <summary>What it is.</summary>
    public PickleKind Kind { get; } = kind;

    /// <summary>A text, or a name with its module in front.</summary>
    public string Text { get; init; } = "";

    /// <summary>An integer; where bytes begin.</summary>
    public long Number { get; init; }

    /// <summary>How many bytes there are.</summary>
    public int Length { get; init; }

    /// <summary>Elements of a sequence; keys and values, in turn, of a map or of a call that makes one; the name that is stored.</summary>
    public List<PickleValue> Items { get; init; } = [];

    /// <summary>What would be called.</summary>
    public PickleValue? Callable { get; init; }

    /// <summary>What it would be called with.</summary>
    public IReadOnlyList<PickleValue> Arguments { get; init; } = [];

    /// <summary>The state that the made object would be given.</summary>
    public IReadOnlyList<PickleValue> State { get; set; } = [];

    /// <summary>Whether it is a call of a function whose name ends so.</summary>
    public bool Calls(string name) => Kind == PickleKind.Call && Callable!.Kind == PickleKind.Name
        && Callable.Text.EndsWith(name, StringComparison.Ordinal);
}
