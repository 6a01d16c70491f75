using L2O.Data;
using L2O.Optimizees;
using L2O.Optimizees.Losses;

namespace L2O.MetaTesting;

/// <summary>Evaluates networks on all samples of a split. Reuses its memory; serves one caller at a time.</summary>
/// <param name="split">The samples.</param>
internal sealed class WholeSplit(IDataset split)
{
    private const int Part = 1000;

    private readonly BatchBuffer<float> _buffer = new(split, Math.Min(Part + 1, split.Count));
    private readonly int[] _indices = new int[Part + 1];
    private float[] _estimates = [];

    /// <summary>Loss with accuracy or R², whichever there is.</summary>
    /// <param name="optimizee">The network.</param>
    /// <param name="theta">(n) its parameters.</param>
    public LossAndAccuracy Evaluate(IOptimizee<float> optimizee, ReadOnlySpan<float> theta)
    {
        double loss = 0, accuracy = 0;
        // An autoencoder's loss says already how good it is.
        Network<float>? estimator = split.Target == TargetKind.Values && optimizee is Network<float> network
            && network.LossFunction.Traits.HasFlag(LossTraits.OutputsAreEstimates) ? network : null;
        CoefficientOfDetermination? determination = estimator is null ? null : new CoefficientOfDetermination(estimator.OutputSize);
        if (_estimates.Length != (Part + 1) * (estimator?.OutputSize ?? 0))
            _estimates = new float[(Part + 1) * (estimator?.OutputSize ?? 0)];
        // What normalizes with the batch says nothing of a single sample: that one goes with those before it.
        bool joinsLast = optimizee is IEvaluationGradients<float> { SamplesAreIndependent: false };
        for (int start = 0, count; start < split.Count; start += count)
        {
            int left = split.Count - start;
            count = joinsLast && left == Part + 1 ? left : Math.Min(Part, left);
            for (int i = 0; i < count; i++)
                _indices[i] = start + i;
            Batch<float> batch = _buffer.Read(_indices.AsSpan(0, count));
            LossAndAccuracy part = optimizee.Loss(theta, batch);
            double share = (double)count / split.Count;
            loss += share * part.Loss;
            accuracy += share * part.Accuracy;
            if (estimator is null)
                continue;
            Span<float> outputs = _estimates.AsSpan(0, count * estimator.OutputSize);
            estimator.Predict(theta, batch.Inputs, outputs);
            determination!.Add(batch.Targets, outputs);
        }
        return new LossAndAccuracy(loss, accuracy, determination?.Value ?? double.NaN);
    }
}
