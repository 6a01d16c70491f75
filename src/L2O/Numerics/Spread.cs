namespace L2O.Numerics;

/// <summary>Mean and spread of a few runs.</summary>
/// <param name="Mean">Arithmetic mean; NaN for no runs.</param>
/// <param name="Deviation">Sample standard deviation (divided by one less than the count); NaN for fewer than two runs.</param>
/// <param name="Count">Number of runs.</param>
internal readonly record struct Spread(double Mean, double Deviation, int Count)
{
    /// <summary>The spread of the given values.</summary>
    /// <param name="values">One for each run.</param>
    public static Spread Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
            return new Spread(double.NaN, double.NaN, 0);
        double mean = values.Sum() / values.Count;
        double squares = values.Sum(value => (value - mean) * (value - mean));
        return new Spread(mean, values.Count > 1 ? Math.Sqrt(squares / (values.Count - 1)) : double.NaN, values.Count);
    }
}
