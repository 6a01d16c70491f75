using L2O.Kernels.Factored;

namespace L2O.Optimizers.Learned.Replays;

/// <summary>
/// The scales of the features over some coordinates, and the derivatives of what is computed of the scaled features by the rates: with x̂ =
/// s·x, s = (ε + mean x²)^-½, dx̂ = s·dx - s³·x·mean(x·dx).
/// </summary>
/// <param name="form">What the network reads.</param>
internal sealed class FeatureScales(FeatureForm form)
{
    private readonly double[] _scales = new double[form.Inputs];
    private readonly double[] _alongFeature = new double[form.Inputs]; // Σ dX̂·x
    private readonly double[] _alongTangent = new double[FeatureColumns.Rates * form.Inputs]; // Σ dX̂·dx

    /// <summary>Computes the scales of a slice.</summary>
    /// <param name="replay">The features.</param>
    /// <param name="start">The first coordinate.</param>
    /// <param name="count">How many.</param>
    public void Begin(FactoredReplay replay, int start, int count)
    {
        Array.Clear(_scales);
        Array.Clear(_alongFeature);
        Array.Clear(_alongTangent);
        for (int feature = 0; feature < replay.Inputs; feature++)
            _scales[feature] = form.Scale(Dot(replay.Features[feature], replay.Features[feature], start, count) / count);
    }

    /// <summary>Writes scaled features.</summary>
    /// <param name="replay">The features.</param>
    /// <param name="start">The first coordinate.</param>
    /// <param name="count">How many.</param>
    /// <param name="stride">Numbers of a sample.</param>
    /// <param name="samples">(coordinate, input); those that there are not are 0.</param>
    public void Write(FactoredReplay replay, int start, int count, int stride, Span<double> samples)
    {
        for (int feature = 0; feature < form.Inputs; feature++)
        {
            double[] values = replay.Features[feature];
            for (int i = 0; i < count; i++)
                samples[i * stride + feature] = _scales[feature] * values[start + i];
        }
    }

    /// <summary>Takes in adjoints of scaled features.</summary>
    /// <param name="replay">The features.</param>
    /// <param name="start">The first coordinate.</param>
    /// <param name="count">How many.</param>
    /// <param name="stride">Numbers of a sample.</param>
    /// <param name="dSamples">(coordinate, input).</param>
    public void Add(FactoredReplay replay, int start, int count, int stride, ReadOnlySpan<double> dSamples)
    {
        for (int feature = 0; feature < form.Inputs; feature++)
        {
            _alongFeature[feature] += Along(replay.Features[feature], start, count, feature, stride, dSamples);
            for (int rate = 0; rate < FeatureColumns.Rates; rate++)
                if (replay.Features.Tangent(rate, feature) is { } tangent)
                    _alongTangent[rate * form.Inputs + feature] += Along(tangent, start, count, feature, stride, dSamples);
        }
    }

    /// <summary>The derivative by a rate.</summary>
    /// <param name="replay">The features.</param>
    /// <param name="rate">Which rate.</param>
    /// <param name="start">The first coordinate of the slice.</param>
    /// <param name="count">How many.</param>
    public double ByRate(FactoredReplay replay, int rate, int start, int count)
    {
        double sum = 0;
        for (int feature = 0; feature < replay.Inputs; feature++)
        {
            if (replay.Features.Tangent(rate, feature) is not { } tangent)
                continue;
            double scale = _scales[feature], mean = Dot(replay.Features[feature], tangent, start, count) / count;
            sum += scale * _alongTangent[rate * form.Inputs + feature] - scale * scale * scale * mean * _alongFeature[feature];
        }
        return sum;
    }

    private static double Dot(double[] x, double[] y, int start, int count)
    {
        double sum = 0;
        for (int i = start; i < start + count; i++)
            sum += x[i] * y[i];
        return sum;
    }

    private static double Along(double[] x, int start, int count, int feature, int stride, ReadOnlySpan<double> dSamples)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
            sum += x[start + i] * dSamples[i * stride + feature];
        return sum;
    }
}
