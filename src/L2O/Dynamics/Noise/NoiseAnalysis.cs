using System.Collections.Immutable;
using System.Numerics.Tensors;
using L2O.Dynamics.TailIndices;
using L2O.Kernels;
using L2O.Numerics;

namespace L2O.Dynamics.Noise;

/// <summary>
/// Tail indices of the noise of vectors around their mean, of each tensor and of all together, in passes over blocks of vectors that
/// depend on nothing but their number: the same bits for any number of threads. Owns its memory, which it keeps for the next snapshot.
/// </summary>
internal sealed class NoiseAnalysis : IParallelWork
{
    private const int RowsPerItem = 8;
    private const int ColumnsPerItem = 1024;

    private readonly int _n;
    private readonly int _rows;
    private readonly NoiseSettings _settings;
    private readonly Compute _compute;
    private readonly NoiseTarget[] _tensors;
    private readonly NoiseTarget[] _targets; // the tensors, and all together behind them
    private readonly MinibatchBootstrap _bootstrap;
    private readonly CenteredInterval _interval;
    private readonly float[] _mean;
    private readonly float[][] _centered; // of each worker: (n)
    private readonly float[][] _logs; // of each worker: (n)
    private readonly double[][] _sums; // of each worker: (n)
    private readonly FloatHistogram[][] _histograms; // of each worker and tensor
    private readonly float[][] _largest; // of each worker and tensor: the largest magnitude
    private ReadOnlyMemory<float> _values;
    private Stage _stage;

    /// <summary>An analysis of that many vectors at a time.</summary>
    /// <param name="layout">Tensors of a vector.</param>
    /// <param name="count">K, the vectors, positive.</param>
    /// <param name="settings">How.</param>
    /// <param name="compute">Threads.</param>
    /// <param name="rng">Of the bootstrap.</param>
    public NoiseAnalysis(ParameterLayout layout, int count, NoiseSettings settings, Compute compute, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(compute);
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        (_n, _rows, _settings, _compute) = (layout.Count, count, settings, compute);
        _tensors = [.. layout.Slots.Select(slot => new NoiseTarget(slot.Name, slot.Offset, slot.Count, count, settings.GroupSize))];
        _targets = [.. _tensors, new NoiseTarget(Measurement.All, 0, _n, count, settings.GroupSize)];
        _bootstrap = new MinibatchBootstrap(count, settings.Resamples, rng.Split("mini-batches"));
        _interval = new CenteredInterval(count);
        _mean = new float[_n];
        int workers = compute.Threads;
        (_centered, _logs, _sums, _histograms) = (new float[workers][], new float[workers][],
            new double[workers][], new FloatHistogram[workers][]);
        _largest = new float[workers][];
        for (int worker = 0; worker < workers; worker++)
        {
            _largest[worker] = new float[_tensors.Length];
            (_centered[worker], _logs[worker], _sums[worker]) = (new float[_n], new float[_n], new double[_n]);
            _histograms[worker] = [.. _tensors.Select(static _ => new FloatHistogram())];
        }
    }

    private enum Stage
    {
        Mean,
        Sizes,
        Sums,
        Vectors,
        Counts,
    }

    private int Sums => _targets[^1].RowsPerSum == 0 ? 0 : _rows / _targets[^1].RowsPerSum;

    /// <summary>Analyses the vectors.</summary>
    /// <param name="values">(K, n) vectors, row by row, e.g. the gradients of K mini-batches.</param>
    /// <returns>One for each tensor in the layout's order, and for all together the last; NaN where a value is not finite, or there are too
    /// few.</returns>
    /// <exception cref="ArgumentException">The values are not K vectors.</exception>
    public ImmutableArray<NoiseEstimates> Analyze(ReadOnlyMemory<float> values)
    {
        if (values.Length != _rows * _n)
            throw new ArgumentException($"{values.Length} values; expected {_rows} vectors of {_n}", nameof(values));
        _values = values;
        foreach (float[] ofWorker in _largest)
            Array.Clear(ofWorker);
        foreach (FloatHistogram[] ofWorker in _histograms)
            foreach (FloatHistogram histogram in ofWorker)
                histogram.Clear();
        Run(Stage.Mean, (_n + ColumnsPerItem - 1) / ColumnsPerItem);
        Run(Stage.Sizes, (_rows + RowsPerItem - 1) / RowsPerItem);
        BeginTargets();
        Run(Stage.Sums, (_rows + RowsPerItem - 1) / RowsPerItem);
        Run(Stage.Vectors, Sums);
        var all = new FloatHistogram();
        for (int tensor = 0; tensor < _tensors.Length; tensor++)
        {
            var sum = new FloatHistogram();
            foreach (FloatHistogram[] ofWorker in _histograms)
                sum.Add(ofWorker[tensor]);
            _tensors[tensor].Divide(sum, _settings.TailShare);
            all.Add(sum);
        }
        _targets[^1].Divide(all, _settings.TailShare);
        Run(Stage.Counts, (_rows + RowsPerItem - 1) / RowsPerItem);
        _values = default;
        return [.. _targets.Select(target => target.Estimate(_bootstrap, _interval))];
    }

    void IParallelWork.Execute(int item, int worker)
    {
        if (_stage == Stage.Mean)
            AverageColumns(item * ColumnsPerItem, Math.Min(_n, (item + 1) * ColumnsPerItem), _sums[worker]);
        else if (_stage == Stage.Vectors)
            AddVectors(item, worker);
        else
            for (int row = item * RowsPerItem; row < Math.Min(_rows, (item + 1) * RowsPerItem); row++)
                if (_stage == Stage.Sizes)
                    SizeRow(row, worker);
                else if (_stage == Stage.Sums)
                    MeasureRow(row, worker);
                else
                    CountRow(row, worker);
    }

    private void Run(Stage stage, int items)
    {
        _stage = stage;
        _compute.ForEach(this, items);
    }

    private void AverageColumns(int start, int end, double[] sums)
    {
        Span<double> columns = sums.AsSpan(start, end - start);
        columns.Clear();
        for (int row = 0; row < _rows; row++)
            AddTo(columns, _values.Span.Slice(row * _n + start, columns.Length), default);
        for (int i = 0; i < columns.Length; i++)
            _mean[start + i] = (float)(columns[i] / _rows);
    }

    private void SizeRow(int row, int worker)
    {
        Span<float> centered = Center(row, worker), largest = _largest[worker];
        for (int tensor = 0; tensor < _tensors.Length; tensor++)
        {
            ReadOnlySpan<float> own = centered.Slice(_tensors[tensor].Offset, _tensors[tensor].Width);
            largest[tensor] = MathF.Max(largest[tensor], MathF.Abs(TensorPrimitives.MaxMagnitude(own))); // NaN stays
        }
    }

    private void BeginTargets()
    {
        float all = 0;
        for (int tensor = 0; tensor < _tensors.Length; tensor++)
        {
            float largest = 0;
            foreach (float[] ofWorker in _largest)
                largest = MathF.Max(largest, ofWorker[tensor]);
            _tensors[tensor].Begin(largest);
            all = MathF.Max(all, largest);
        }
        _targets[^1].Begin(all);
    }

    private void MeasureRow(int row, int worker)
    {
        Span<float> centered = Center(row, worker), logs = _logs[worker];
        Logarithms(centered, scale: 1, logs);
        foreach (NoiseTarget target in _targets)
            if (target.Scale == 1)
                target.Measure(row, centered, logs, _values.Span, _mean);
        foreach (NoiseTarget target in _targets)
        {
            if (target.Scale == 1)
                continue;
            Range own = target.Offset..(target.Offset + target.Width);
            Logarithms(centered[own], target.Scale, logs[own]);
            target.Measure(row, centered, logs, _values.Span, _mean);
        }
        for (int tensor = 0; tensor < _tensors.Length; tensor++)
            _histograms[worker][tensor].Add(centered.Slice(_tensors[tensor].Offset, _tensors[tensor].Width));
    }

    private static void Logarithms(ReadOnlySpan<float> centered, float scale, Span<float> logs)
    {
        TensorPrimitives.Abs(centered, logs);
        if (scale != 1)
            TensorPrimitives.Multiply(logs, scale, logs);
        TensorPrimitives.Add(logs, (float)TailIndex.LogFloor, logs);
        TensorPrimitives.Log(logs, logs);
    }

    private void AddVectors(int group, int worker)
    {
        double[] sum = _sums[worker];
        Array.Clear(sum);
        int size = _targets[^1].RowsPerSum;
        for (int row = group * size; row < (group + 1) * size; row++)
            AddTo(sum, _values.Span.Slice(row * _n, _n), _mean);
        foreach (NoiseTarget target in _targets)
            target.MeasureSum(group, sum);
    }

    private void CountRow(int row, int worker)
    {
        Span<float> centered = Center(row, worker);
        foreach (NoiseTarget target in _targets)
            target.Count(row, centered);
    }

    private Span<float> Center(int row, int worker)
    {
        TensorPrimitives.Subtract(_values.Span.Slice(row * _n, _n), _mean, _centered[worker]);
        return _centered[worker];
    }

    private static void AddTo(Span<double> sums, ReadOnlySpan<float> values, ReadOnlySpan<float> mean)
    {
        if (mean.IsEmpty)
            for (int i = 0; i < sums.Length; i++)
                sums[i] += values[i];
        else
            for (int i = 0; i < sums.Length; i++)
                sums[i] += values[i] - mean[i];
    }
}
