namespace L2O.Dynamics.Spectra;

/// <summary>
/// One-sided power spectral density of 20 values a unit of time apart, weighted by Hann's window: |Σ_t w_t x_t exp(-2πi k t / 20)|² / Σ w²,
/// twice that for the frequencies that stand for their negatives too (Welch, "The use of fast Fourier transform for the estimation of power
/// spectra", 1967). The mean is not taken out.
/// </summary>
/// <remarks>
/// The transform is a product with a stored 11×20 matrix: at that length it takes fewer operations than a fast transform, which would have
/// to pad to a power of two, and it allocates nothing.
/// </remarks>
internal static class StateSpectrum
{
    /// <summary>Values of a window.</summary>
    public const int Window = 20;

    /// <summary>Frequencies: 0, 1/20, ..., 1/2.</summary>
    public const int Frequencies = Window / 2 + 1;

    private static readonly double[] s_cosines = Matrix(Math.Cos); // (frequency, time)
    private static readonly double[] s_sines = Matrix(Math.Sin);
    private static readonly double s_windowPower = Enumerable.Range(0, Window).Sum(static t => Weight(t) * Weight(t));

    /// <summary>The frequency of an index, in cycles a unit of time.</summary>
    /// <param name="index">From 0 to 10.</param>
    public static double Frequency(int index) => (double)index / Window;

    /// <summary>The window's weight, (1 - cos(2π t / 20)) / 2: periodic, so that neighboring windows add up to a constant.</summary>
    /// <param name="time">From 0 to 19.</param>
    public static double Weight(int time) => (1 - Math.Cos(2 * Math.PI * time / Window)) / 2;

    /// <summary>The power of each frequency.</summary>
    /// <param name="values">(20) in the order of time.</param>
    /// <param name="power">(11); overwritten. In units of the values squared for each cycle a unit of time.</param>
    /// <exception cref="ArgumentException">A length is another.</exception>
    public static void Compute(ReadOnlySpan<double> values, Span<double> power)
    {
        if (values.Length != Window || power.Length != Frequencies)
            throw new ArgumentException($"{values.Length} values and {power.Length} frequencies; expected {Window} and {Frequencies}");
        for (int k = 0; k < Frequencies; k++)
        {
            double real = 0, imaginary = 0;
            for (int t = 0; t < Window; t++)
            {
                real += s_cosines[k * Window + t] * values[t];
                imaginary += s_sines[k * Window + t] * values[t];
            }
            int sides = k == 0 || k == Frequencies - 1 ? 1 : 2;
            power[k] = sides * (real * real + imaginary * imaginary) / s_windowPower;
        }
    }

    private static double[] Matrix(Func<double, double> function) =>
        [.. from k in Enumerable.Range(0, Frequencies) from t in Enumerable.Range(0, Window)
            select Weight(t) * function(2 * Math.PI * (k * t % Window) / Window)];
}
