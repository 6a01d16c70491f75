namespace L2O.Serving.Following;

/// <summary>A curve of any length in a bounded number of points: the means of neighbors, of more and more of them as it grows.</summary>
/// <param name="capacity">Most points, even and positive.</param>
internal sealed class ThinnedSeries(int capacity)
{
    private readonly List<(double X, double Sum, int Finite, int Count)> _points = [];
    private int _width = 1;

    /// <summary>The points as pairs of x (mean) and y (mean of those that are numbers; NaN if none is).</summary>
    public IEnumerable<double[]> Points => _points.Select(static point => new[] { point.X / point.Count, point.Sum / point.Finite });

    /// <summary>Adds a point behind the others.</summary>
    /// <param name="x">Not less than any before.</param>
    /// <param name="y">Left out of the mean if it is not finite.</param>
    public void Add(double x, double y)
    {
        (double X, double Sum, int Finite, int Count) point = (x, double.IsFinite(y) ? y : 0, double.IsFinite(y) ? 1 : 0, 1);
        if (_points.Count > 0 && _points[^1].Count < _width)
        {
            _points[^1] = Merge(_points[^1], point);
            return;
        }
        if (_points.Count == capacity)
            Halve();
        _points.Add(point);
    }

    /// <summary>Drops the points from an x on: a resumed run goes over them again.</summary>
    public void CutFrom(double x) => _points.RemoveAll(point => point.X / point.Count >= x);

    private void Halve()
    {
        for (int i = 0; i < capacity / 2; i++)
            _points[i] = Merge(_points[2 * i], _points[2 * i + 1]);
        _points.RemoveRange(capacity / 2, _points.Count - capacity / 2);
        _width *= 2;
    }

    private static (double, double, int, int) Merge((double X, double Sum, int Finite, int Count) a,
        (double X, double Sum, int Finite, int Count) b) =>
        (a.X + b.X, a.Sum + b.Sum, a.Finite + b.Finite, a.Count + b.Count);
}
