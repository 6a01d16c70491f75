namespace L2O.Dynamics.TailIndices;

/// <summary>
/// What it does to logarithms of sums of α-stable coordinates that the mean over K rows is subtracted: the rows share that mean, so they
/// depend on each other, and for α up to 1 it is as large as they are (docs/tail-index.md). All coordinates are independent and symmetric.
/// </summary>
internal static class SharedMean
{
    private const double Least = 0.25, Most = 2;
    private const double Step = 0.35; // of both integration variables, which are logarithms; half of it changes 3 digits by 1

    /// <summary>α where the integral is done; beyond 2 there is no stable law, below 0.25 none that anyone could measure.</summary>
    public static double Confined(double alpha) => Math.Clamp(alpha, Least, Most);

    /// <summary>
    /// Covariance of log|Y| and log|Y'|, two sums over columns of two different rows of K: the integral over t, s > 0 of the covariance of
    /// cos(tY) and cos(sY'), divided by t·s, because log|y| is the integral of (c(t) - cos(ty))/t. All of it follows from
    /// E cos(tY ± sY') = exp(-Σ |coefficient|^α).
    /// </summary>
    /// <param name="alpha">α.</param>
    /// <param name="rows">K, more than 2.</param>
    /// <param name="overlap">Share of the columns that both sums have, 0 to 1.</param>
    public static double LogCovariance(double alpha, int rows, double overlap)
    {
        alpha = Confined(alpha);
        double decay = 16 / Math.Min(alpha, 1), total = 0;
        for (double p = -decay; p < 12; p += Step)
        {
            double t = Math.Exp(p), alone = Math.Pow(t, alpha);
            for (double z = -12; z < decay; z += Step) // s = t·(1 - y), y the logistic function of z: fine near s = t and near s = 0
            {
                double y = 1 / (1 + Math.Exp(-z)), s = t / (1 + Math.Exp(z));
                double both = alone + Math.Pow(s, alpha);
                double plus = overlap * Exponent(alpha, rows, t, s) + (1 - overlap) * both;
                double minus = overlap * Exponent(alpha, rows, t, -s) + (1 - overlap) * both;
                total += y * ((Math.Exp(-plus) + Math.Exp(-minus)) / 2 - Math.Exp(-both));
            }
        }
        return 2 * total * Step * Step;
    }

    /// <summary>Σ |coefficient|^α of tX + sX', two centered coordinates of scale 1 in one column.</summary>
    private static double Exponent(double alpha, int rows, double t, double s)
    {
        double own = Math.Pow(Math.Abs(t - (t + s) / rows), alpha) + Math.Pow(Math.Abs(s - (t + s) / rows), alpha);
        return (own + (rows - 2) * Math.Pow(Math.Abs(t + s) / rows, alpha)) / Power(alpha, rows);
    }

    /// <summary>The α-th power of the scale of a value less the mean of all K.</summary>
    private static double Power(double alpha, int rows) =>
        Math.Pow(1 - 1.0 / rows, alpha) + (rows - 1) * Math.Pow(1.0 / rows, alpha);
}
