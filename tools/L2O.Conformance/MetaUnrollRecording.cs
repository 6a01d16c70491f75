using L2O.MetaTraining;
using L2O.Optimizees;

namespace L2O.Conformance;

/// <summary>What an inner run of a <c>meta_unroll</c> case yields, iteration by iteration.</summary>
internal sealed class MetaUnrollRecording
{
    private readonly ConformanceCase _case;
    private readonly double _updateScale;
    private readonly double[] _loss;
    private readonly double[] _accuracy;
    private readonly double[] _regularization;
    private readonly double[] _updates; // (stored iteration, n)
    private readonly int[] _stored;

    /// <param name="case">Says which updates it stores.</param>
    /// <param name="iterations">Length of the run.</param>
    /// <param name="first">The learned optimizer's first iteration, counted from 1.</param>
    /// <param name="coordinates">n.</param>
    /// <param name="updateScale">λ: the stored updates lack this factor.</param>
    public MetaUnrollRecording(ConformanceCase @case, int iterations, int first, int coordinates, double updateScale)
    {
        (_case, _updateScale) = (@case, updateScale);
        (_loss, _accuracy, _regularization) = (new double[iterations], new double[iterations], new double[iterations]);
        _stored = @case.Settings.Text("updates_stored") switch
        {
            "all" => [.. Enumerable.Range(first, iterations - first + 1)],
            "first_and_last" => [first, iterations],
            var other => throw new InvalidDataException($"{@case.Name}: 'updates_stored' is '{other}'; expected 'all' or 'first_and_last'"),
        };
        _updates = new double[_stored.Length * coordinates];
    }

    /// <summary>Takes over an iteration.</summary>
    /// <param name="iteration">Counted from 1.</param>
    /// <param name="loss">Loss and accuracy before its step.</param>
    /// <param name="run">The run after its step.</param>
    public void Add(int iteration, LossAndAccuracy loss, MetaRun<float> run)
    {
        (_loss[iteration - 1], _accuracy[iteration - 1], _regularization[iteration - 1]) = (loss.Loss, loss.Accuracy, run.Regularization);
        ReadOnlySpan<float> update = run.Update;
        for (int row = 0; row < _stored.Length; row++)
            if (_stored[row] == iteration)
                for (int i = 0; i < update.Length; i++)
                    _updates[row * update.Length + i] = update[i] / _updateScale;
    }

    public void Compare(CaseComparison comparison, double lossBound, double updateBound)
    {
        comparison.Tensor("train_loss", _loss, lossBound);
        if (_case.Tensors.Contains("train_accuracy")) // some cases were stored without
            comparison.Tensor("train_accuracy", _accuracy, lossBound);
        if (_case.Tensors.Contains("regularization"))
            comparison.Tensor("regularization", _regularization, updateBound);
        comparison.Tensor("updates", _updates, updateBound);
    }
}
