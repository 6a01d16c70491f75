using System.Numerics;
using L2O.Data;
using L2O.Kernels.Functions;

namespace L2O.MetaTraining.Tasks;

/// <summary>
/// A data set with its samples listed by class, so that some classes can be drawn from without going through all. Every tenth sample of
/// a class is for validation. Small data sets are kept as numbers: scaling images anew in each batch would take longer than a step of a
/// small
/// network. Read by many threads at once.
/// </summary>
internal sealed class TaskData
{
    private const int Every = 10;
    private const long MostKept = 16_000_000; // numbers: 64 MB

    private readonly int[][] _all, _training, _validation; // (class, sample)
    private readonly float[] _inputs; // (sample, feature); empty where they are too many
    private readonly byte[] _labels; // (sample), likewise

    /// <param name="dataset">The samples.</param>
    public TaskData(IDataset dataset)
    {
        Dataset = dataset;
        bool keeps = (long)dataset.Count * dataset.InputSize <= MostKept;
        (_inputs, _labels) = keeps ? (new float[dataset.Count * dataset.InputSize], new byte[dataset.Count]) : ([], []);
        List<int>[] byClass = [.. Enumerable.Range(0, Classes).Select(static _ => new List<int>())];
        Fill(byClass);
        _all = [.. byClass.Select(static list => list.ToArray())];
        _training = [.. _all.Select(static list => list.Where(static (_, place) => place % Every != Every - 1).ToArray())];
        _validation = [.. _all.Select(static list => list.Where(static (_, place) => place % Every == Every - 1).ToArray())];
    }

    /// <summary>The samples.</summary>
    public IDataset Dataset { get; }

    /// <summary>Number of classes; 1 where targets are values.</summary>
    public int Classes => Dataset.Target == TargetKind.Classes ? Dataset.ClassCount : 1;

    /// <summary>Samples of a class.</summary>
    /// <param name="label">The class.</param>
    /// <param name="part">Which of them.</param>
    public ReadOnlySpan<int> Of(int label, TaskPart part) => part switch
    {
        TaskPart.Training => _training[label],
        TaskPart.Validation => _validation[label],
        _ => _all[label],
    };

    /// <summary>Copies the samples of the given indices; see <see cref="IDataset.Read"/>.</summary>
    public void Read<T>(ReadOnlySpan<int> indices, Span<T> inputs, Span<byte> labels) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (_inputs.Length == 0)
        {
            Dataset.Read(indices, inputs, labels);
            return;
        }
        RowGather.Copy(_inputs, _inputs.Length / _labels.Length, indices, inputs);
        for (int i = 0; i < indices.Length; i++)
            labels[i] = _labels[indices[i]];
    }

    private void Fill(List<int>[] byClass)
    {
        const int part = 256;
        int size = Dataset.InputSize;
        int[] indices = new int[part];
        byte[] labels = new byte[part];
        float[] scratch = new float[_inputs.Length == 0 ? checked(part * size) : 0];
        for (int start = 0; start < Dataset.Count; start += part)
        {
            int count = Math.Min(part, Dataset.Count - start);
            for (int i = 0; i < count; i++)
                indices[i] = start + i;
            Span<float> inputs = _inputs.Length == 0 ? scratch.AsSpan(0, count * size) : _inputs.AsSpan(start * size, count * size);
            Dataset.Read(indices.AsSpan(0, count), inputs, labels.AsSpan(0, count));
            for (int i = 0; i < count; i++)
                byClass[Classes == 1 ? 0 : labels[i]].Add(start + i);
            if (_labels.Length > 0)
                labels.AsSpan(0, count).CopyTo(_labels.AsSpan(start));
        }
    }
}
