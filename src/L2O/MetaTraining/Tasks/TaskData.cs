using L2O.Data;

namespace L2O.MetaTraining.Tasks;

/// <summary>
/// A data set with its samples listed by class, so that some classes can be drawn from without going through all. Every tenth sample of
/// a class is for validation. Read by many threads at once.
/// </summary>
internal sealed class TaskData
{
    private const int Every = 10;

    private readonly int[][] _all, _training, _validation; // (class, sample)

    /// <param name="dataset">The samples.</param>
    public TaskData(IDataset dataset)
    {
        Dataset = dataset;
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

    private void Fill(List<int>[] byClass)
    {
        if (Classes == 1)
        {
            byClass[0].AddRange(Enumerable.Range(0, Dataset.Count));
            return;
        }
        const int part = 256;
        int[] indices = new int[part];
        byte[] labels = new byte[part];
        float[] inputs = new float[checked(part * Dataset.InputSize)];
        for (int start = 0; start < Dataset.Count; start += part)
        {
            int count = Math.Min(part, Dataset.Count - start);
            for (int i = 0; i < count; i++)
                indices[i] = start + i;
            Dataset.Read(indices.AsSpan(0, count), inputs.AsSpan(0, count * Dataset.InputSize), labels.AsSpan(0, count));
            for (int i = 0; i < count; i++)
                byClass[labels[i]].Add(start + i);
        }
    }
}
