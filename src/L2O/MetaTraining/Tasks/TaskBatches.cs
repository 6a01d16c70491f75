using System.Numerics;
using L2O.Data;
using L2O.Numerics;

namespace L2O.MetaTraining.Tasks;

/// <summary>
/// Batches of a drawn task: samples with replacement, so that a batch follows from the run's stream and its number alone. A batch allocates
/// nothing.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class TaskBatches<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int WordsOfBatch = 26; // 2^26 words: a sample takes one, seldom two

    private readonly TaskData _data;
    private readonly DrawnTask _task;
    private readonly Rng _rng;
    private readonly int[]? _pixels; // where each input comes from; null leaves them
    private readonly byte[] _labelOf; // of each class of the data set
    private readonly int[][] _starts; // of each part: see Starts
    private readonly int[] _indices;
    private readonly T[] _inputs, _read, _targets;
    private readonly byte[] _labels;

    /// <param name="task">What was drawn.</param>
    /// <param name="data">Its samples.</param>
    /// <param name="rng">The run's stream.</param>
    /// <exception cref="ArgumentException">A class has no samples.</exception>
    public TaskBatches(DrawnTask task, TaskData data, Rng rng)
    {
        (_task, _data, _rng) = (task, data, rng.Split("batches"));
        IDataset dataset = data.Dataset;
        int size = task.BatchSize;
        if (task.PermutesPixels)
        {
            _pixels = [.. Enumerable.Range(0, dataset.InputSize)];
            rng.Split("pixels").Shuffle<int>(_pixels);
        }
        _labelOf = new byte[Math.Max(1, data.Classes)];
        for (int label = 0; label < task.Classes.Length; label++)
            _labelOf[task.Classes[label]] = (byte)label;
        _starts = [.. Enum.GetValues<TaskPart>().Select(Starts)];
        (_indices, _labels) = (new int[size], new byte[size]);
        _inputs = new T[checked(size * dataset.InputSize)];
        _read = _pixels is null ? _inputs : new T[_inputs.Length];
        _targets = new T[dataset.Target == TargetKind.Values ? checked(size * dataset.TargetSize) : 0];
        if (Total(TaskPart.Validation) == 0)
            throw new ArgumentException($"data '{task.Source}' has {Total(TaskPart.All)} samples of the classes that were drawn; expected "
                + "ten or more");
    }

    /// <summary>A batch; a view that the next call overwrites.</summary>
    /// <param name="number">From 0.</param>
    /// <param name="part">Which samples.</param>
    public Batch<T> Read(int number, TaskPart part)
    {
        _rng.Position = (((ulong)number * 3) + (ulong)part) << WordsOfBatch;
        ReadOnlySpan<int> starts = _starts[(int)part];
        for (int i = 0; i < _indices.Length; i++)
            _indices[i] = Sample(_rng.NextInt(starts[^1]), starts, part);
        IDataset dataset = _data.Dataset;
        _data.Read<T>(_indices, _read, _labels);
        Change();
        if (dataset.Target == TargetKind.Input)
            return new Batch<T>(_inputs, _inputs, _indices.Length);
        if (dataset.Target == TargetKind.Values)
        {
            dataset.ReadTargets<T>(_indices, _targets);
            return new Batch<T>(_inputs, _targets, _indices.Length);
        }
        for (int i = 0; i < _labels.Length; i++)
            _labels[i] = _labelOf[_labels[i]];
        return new Batch<T>(_inputs, _labels);
    }

    private void Change()
    {
        if (_pixels is { } from)
            for (int start = 0; start < _inputs.Length; start += from.Length)
                for (int i = 0; i < from.Length; i++)
                    _inputs[start + i] = _read[start + from[i]];
        if (_task.Inverts)
            for (int i = 0; i < _inputs.Length; i++)
                _inputs[i] = T.One - _inputs[i];
    }

    private int Total(TaskPart part) => _starts[(int)part][^1];

    /// <summary>The sample at a place, counted through the drawn classes one after the other.</summary>
    private int Sample(int place, ReadOnlySpan<int> starts, TaskPart part)
    {
        int k = 0;
        foreach (int start in starts[1..^1]) // a search that ends early would be mispredicted for every other sample
            k += start <= place ? 1 : 0;
        return _data.Of(_task.Classes.IsEmpty ? 0 : _task.Classes[k], part)[place - starts[k]];
    }

    /// <summary>(class) how many samples come before each drawn class; behind them, how many there are.</summary>
    private int[] Starts(TaskPart part)
    {
        int classes = Math.Max(1, _task.Classes.Length);
        int[] starts = new int[classes + 1];
        for (int k = 0; k < classes; k++)
            starts[k + 1] = starts[k] + _data.Of(_task.Classes.IsEmpty ? 0 : _task.Classes[k], part).Length;
        return starts;
    }
}
