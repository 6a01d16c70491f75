using L2O.Tables;

namespace L2O.Serving.Following;

/// <summary>A run's <c>progress.csv</c> as it grows: the curves, the last row, and how fast it goes.</summary>
/// <param name="path">The file; it may come and go.</param>
internal sealed class ProgressCourse(string path)
{
    private const int Shown = 400;
    private const int Recent = 120;
    private const int LeastForRate = 5;
    private static readonly TimeSpan s_rateWindow = TimeSpan.FromSeconds(60);

    private readonly FollowedLines _lines = new(path);
    private readonly List<ProgressPoint> _recent = [];
    private ThinnedSeries _loss = new(Shown), _metaLoss = new(Shown);

    /// <summary>The last row; null if there is none.</summary>
    public ProgressPoint? Last { get; private set; }

    /// <summary>Loss against iterations.</summary>
    public IEnumerable<double[]> Loss => _loss.Points;

    /// <summary>Mean meta-loss of the epoch so far against iterations.</summary>
    public IEnumerable<double[]> MetaLoss => _metaLoss.Points;

    /// <summary>Reads what has come.</summary>
    public void Refresh()
    {
        var rows = new List<ProgressPoint>();
        bool anew = _lines.Read(line =>
        {
            if (ProgressPoint.Parse(line) is { } row)
                rows.Add(row);
        });
        if (anew)
        {
            (_loss, _metaLoss, Last) = (new ThinnedSeries(Shown), new ThinnedSeries(Shown), null);
            _recent.Clear();
        }
        foreach (ProgressPoint row in rows)
            Add(row);
    }

    /// <summary>Iterations a second over the last minute of the present session; null if too little is known.</summary>
    /// <param name="since">When the session began.</param>
    public double? Rate(DateTimeOffset since)
    {
        if (Last is not { } last)
            return null;
        int first = _recent.Count - 1;
        while (first > 0 && _recent[first - 1].Time >= since
            && (last.Time - _recent[first - 1].Time <= s_rateWindow || _recent.Count - first < LeastForRate))
            first--;
        double seconds = first < 0 ? 0 : (last.Time - _recent[first].Time).TotalSeconds;
        return seconds > 0 ? (last.Iterations - _recent[first].Iterations) / seconds : null;
    }

    private void Add(ProgressPoint row)
    {
        if (Last is { } last && row.Iterations < last.Iterations)
        {
            _loss.CutFrom(row.Iterations);
            _metaLoss.CutFrom(row.Iterations);
            _recent.Clear();
        }
        _loss.Add(row.Iterations, row.Loss);
        _metaLoss.Add(row.Iterations, row.MetaLoss);
        if (_recent.Count == Recent)
            _recent.RemoveAt(0);
        _recent.Add(row);
        Last = row;
    }
}
