namespace L2O.Optimizees.Layers;

/// <summary>Where the layers of a list begin, read from left to right, when every skip makes one layer of those that it skips.</summary>
internal sealed class SkipStarts
{
    private readonly List<int> _places = [];

    /// <summary>A layer that is no skip.</summary>
    public void Add(int place) => _places.Add(place);

    /// <summary>A skip: the layers that it skips become one layer with it.</summary>
    /// <param name="place">Its place in the list.</param>
    /// <param name="reach">How many places back the first layer lies that it skips, positive.</param>
    /// <param name="list">The whole list, for messages.</param>
    /// <returns>The number of that layer, where a block of an earlier skip counts as one.</returns>
    /// <exception cref="ArgumentException">There are not so many places, or a block of another skip would be cut in two.</exception>
    public int Join(int place, int reach, string list)
    {
        int start = place - reach;
        if (start < 0)
            throw new ArgumentException(
                $"'skip-{reach}', layer {place} of '{list}', reaches {reach} back; {place} {(place == 1 ? "layer is" : "layers are")} " +
                    $"in front of it");
        int first = _places.IndexOf(start);
        if (first < 0)
        {
            int whole = _places.FindLast(other => other < start);
            throw new ArgumentException(
                $"'skip-{reach}', layer {place} of '{list}', begins at layer {start}, inside the block of an earlier skip from layer " +
                    $"{whole} on; "
                + $"expected a skip of all of it, 'skip-{place - whole}'");
        }
        _places.RemoveRange(first + 1, _places.Count - first - 1);
        return first;
    }
}
