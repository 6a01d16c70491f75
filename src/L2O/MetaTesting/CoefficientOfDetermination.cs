namespace L2O.MetaTesting;

/// <summary>
/// R² over a whole split, gathered batch by batch: for each output 1 less the squared errors over the squared distances of the targets from
/// their mean, and then the mean over the outputs.
/// </summary>
/// <param name="outputs">Number of outputs, positive.</param>
internal sealed class CoefficientOfDetermination(int outputs)
{
    private readonly double[] _mean = new double[outputs]; // of the targets so far
    private readonly double[] _distances = new double[outputs]; // Σ (target - mean)², updated as Welford does
    private readonly double[] _errors = new double[outputs]; // Σ (target - estimate)²
    private long _count;

    /// <summary>
    /// The mean over the outputs whose targets differ; NaN where no output has such, or an estimate was no finite number.
    /// </summary>
    public double Value
    {
        get
        {
            double sum = 0;
            int defined = 0;
            for (int i = 0; i < outputs; i++)
                if (_distances[i] > 0)
                {
                    sum += 1 - _errors[i] / _distances[i];
                    defined++;
                }
            return defined > 0 && double.IsFinite(sum) ? sum / defined : double.NaN;
        }
    }

    /// <summary>Takes in some samples.</summary>
    /// <param name="targets">(sample, output).</param>
    /// <param name="estimates">(sample, output).</param>
    public void Add(ReadOnlySpan<float> targets, ReadOnlySpan<float> estimates)
    {
        for (int start = 0; start < targets.Length; start += outputs)
        {
            _count++;
            for (int i = 0; i < outputs; i++)
            {
                double target = targets[start + i], error = target - estimates[start + i], distance = target - _mean[i];
                _mean[i] += distance / _count;
                _distances[i] += distance * (target - _mean[i]);
                _errors[i] += error * error;
            }
        }
    }
}
