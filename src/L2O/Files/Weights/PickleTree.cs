namespace L2O.Files.Weights;

/// <summary>Goes down a tree of dictionaries and sequences, and hands what it finds to whoever knows tensors.</summary>
/// <param name="path">For messages.</param>
/// <param name="tensors">Where they go.</param>
/// <param name="takes">Adds a value of that name if it is a tensor, and says whether it is.</param>
internal sealed class PickleTree(string path, TensorCollector tensors, Func<PickleValue, string, bool> takes)
{
    private const int MaxVisits = 1_000_000; // values that are shared may be met more often than they lie in the file

    private int _visits;

    /// <summary>Takes all tensors.</summary>
    /// <exception cref="InvalidDataException">A tensor is damaged, or the tree has no end.</exception>
    public void Collect(PickleValue root) => Collect(root, "", 0);

    private void Collect(PickleValue value, string name, int depth)
    {
        if (++_visits > MaxVisits)
            throw new InvalidDataException($"{path}: the pickle's tree has more than {MaxVisits} values; expected a model's parameters");
        if (takes(value, name))
            return;
        bool isMap = value.Kind == PickleKind.Map || (value.Kind == PickleKind.Call && value.Items.Count > 0);
        if (isMap)
            for (int i = 0; i + 1 < value.Items.Count; i += 2)
                Collect(value.Items[i + 1], tensors.NameOf(name, Key(value.Items[i]), depth), depth + 1);
        else if (value.Kind == PickleKind.Sequence)
            for (int i = 0; i < value.Items.Count; i++)
                Collect(value.Items[i], tensors.NameOf(name, $"{i}", depth), depth + 1);
        else
            tensors.LeftOut++;
    }

    private string Key(PickleValue key) => key.Kind switch
    {
        PickleKind.Text => key.Text,
        PickleKind.Integer => $"{key.Number}",
        _ => throw new InvalidDataException($"{path}: a dictionary has a key of kind {key.Kind}; expected texts"),
    };
}
