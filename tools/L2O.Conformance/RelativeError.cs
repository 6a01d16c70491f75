namespace L2O.Conformance;

/// <summary>The distances of the conformance rules.</summary>
internal static class RelativeError
{
    private const double LeastScale = 1e-6;

    /// <summary>‖ours - expected‖₂ / ‖expected‖₂. Where only zeros are expected: 0 if ours are zeros too, else infinity.</summary>
    /// <exception cref="InvalidDataException">The lengths differ.</exception>
    public static double OfVector(ReadOnlySpan<double> ours, ReadOnlySpan<double> expected)
    {
        if (ours.Length != expected.Length)
            throw new InvalidDataException($"{ours.Length} values were computed; expected {expected.Length}");
        double error = 0, scale = 0;
        for (int i = 0; i < ours.Length; i++)
        {
            double difference = ours[i] - expected[i];
            error += difference * difference;
            scale += expected[i] * expected[i];
        }
        return error == 0 ? 0 : Math.Sqrt(error / scale);
    }

    /// <summary>|ours - expected| / max(|expected|, 1e-6).</summary>
    public static double OfScalar(double ours, double expected) => Math.Abs(ours - expected) / Math.Max(Math.Abs(expected), LeastScale);
}
