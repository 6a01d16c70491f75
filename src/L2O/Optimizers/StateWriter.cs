using System.Numerics;

namespace L2O.Optimizers;

/// <summary>Collects a run's state as named vectors, in the order written.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public sealed class StateWriter<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<(string Name, T[] Values)> _tensors = [];

    /// <summary>What has been written.</summary>
    public IReadOnlyList<(string Name, T[] Values)> Tensors => _tensors;

    /// <summary>Copies a vector under a name.</summary>
    public void Write(string name, ReadOnlySpan<T> values) => _tensors.Add((name, values.ToArray()));

    /// <summary>Stores an integer below 2^24 exactly.</summary>
    public void Write(string name, int value) => _tensors.Add((name, [T.CreateChecked(value)]));
}
