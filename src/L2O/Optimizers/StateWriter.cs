using System.Numerics;

namespace L2O.Optimizers;

/// <summary>Collects a run's state as named vectors, in the order written.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public sealed class StateWriter<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<(string Name, T[] Values)> _tensors;
    private readonly string _prefix;

    /// <summary>A writer with nothing written.</summary>
    public StateWriter() : this([], "")
    {
    }

    private StateWriter(List<(string Name, T[] Values)> tensors, string prefix) => (_tensors, _prefix) = (tensors, prefix);

    /// <summary>What has been written.</summary>
    public IReadOnlyList<(string Name, T[] Values)> Tensors => _tensors;

    /// <summary>Copies a vector under a name.</summary>
    public void Write(string name, ReadOnlySpan<T> values) => _tensors.Add((_prefix + name, values.ToArray()));

    /// <summary>Stores an integer below 2^24 exactly.</summary>
    public void Write(string name, int value) => _tensors.Add((_prefix + name, [T.CreateChecked(value)]));

    /// <summary>A writer into the same collection that puts a prefix in front of every name: for a state inside a state.</summary>
    public StateWriter<T> Within(string prefix) => new(_tensors, _prefix + prefix);
}
