namespace L2O.Dynamics.TailIndices;

/// <summary>
/// 95 % intervals of the study's tail index of K rows of coordinates around their mean. Those α are in it for which the measured growth of
/// the logarithms is within 1.96 standard deviations of what an α-stable law would give. Two things add to that deviation: how the rows
/// differ, which resampling them tells, and the mean that they share, which resampling them cannot tell (<see cref="SharedMean"/>).
/// Owns the integrals of its K, which the first interval computes.
/// </summary>
internal sealed class CenteredInterval
{
    /// <summary>Standard deviations on either side.</summary>
    public const double Sides = 1.96;

    private const int Grid = 15; // values of α, evenly spaced in its logarithm
    private const double Lowest = 0.25, LeastInverse = 0.05; // of α, and of 1/α: ends beyond are not looked for

    private readonly int _rows;
    private readonly double[] _whole = new double[Grid]; // covariance of the logarithms of two rows' sums over the same columns
    private readonly double[] _half = new double[Grid]; // over columns of which half are the same
    private bool _isReady;

    /// <param name="rows">K, more than 2; fewer give no intervals.</param>
    public CenteredInterval(int rows) => _rows = rows;

    /// <summary>The interval.</summary>
    /// <param name="value">α, for the result.</param>
    /// <param name="growth">Mean log|Y| - mean log|X|.</param>
    /// <param name="deviation">Its standard deviation over resampled rows.</param>
    /// <param name="width">Coordinates of a row.</param>
    /// <param name="groupSize">m.</param>
    /// <returns>From 0 where its lower end is below 0.25. Without an interval where its upper end is above 20, and where sums go over more
    /// than a row: there a coordinate comes into a sum several times, its mean cancels them in part, and sums do not grow as
    /// m^(1/α).</returns>
    public IntervalEstimate Of(double value, double growth, double deviation, int width, int groupSize)
    {
        var none = new IntervalEstimate(value, double.NaN, double.NaN);
        if (!double.IsFinite(value) || !double.IsFinite(deviation) || _rows <= 2 || groupSize > width)
            return none;
        Prepare();
        double Excess(double inverse) // in standard deviations, above 0 where α would make sums grow more than measured
        {
            double alpha = 1 / inverse, expected = inverse * Math.Log(groupSize);
            return (expected - growth) / Math.Sqrt(deviation * deviation + SharedVariance(alpha, width, groupSize));
        }
        double center = 1 / value;
        double low = Solve(Excess, center, LeastInverse, -Sides), high = Solve(Excess, center, 1 / Lowest, Sides);
        return double.IsNaN(low) ? none : new IntervalEstimate(value, double.IsNaN(high) ? 0 : 1 / high, 1 / low);
    }

    /// <summary>
    /// The part of the variance of mean log|Y| that comes from the shared mean: the mean covariance of two sums in different rows. Sums
    /// begin at m/gcd(m, width) different columns, so two rows' sums overlap by so many different shares.
    /// </summary>
    private double SharedVariance(double alpha, int width, int groupSize)
    {
        double place = Math.Log(SharedMean.Confined(alpha) / Lowest) / Math.Log(2 / Lowest) * (Grid - 1);
        int left = Math.Min((int)place, Grid - 2);
        double whole = _whole[left] + (place - left) * (_whole[left + 1] - _whole[left]);
        double half = _half[left] + (place - left) * (_half[left + 1] - _half[left]);
        // The covariance as a parabola in the shared part u, through 0, half and whole; 2 Σ over u = i/P < 1, and u = 1.
        double linear = 4 * half - whole, square = 2 * whole - 4 * half;
        double phases = groupSize / (double)Divisor(groupSize, width);
        double mean = (phases - 1) / phases * (linear + square * (2 * phases - 1) / (3 * phases)) + whole / phases;
        return Math.Max(0, mean * (1 - 1.0 / _rows) * groupSize / width);
    }

    private void Prepare()
    {
        if (_isReady)
            return;
        for (int i = 0; i < Grid; i++)
        {
            double alpha = Lowest * Math.Pow(2 / Lowest, i / (Grid - 1.0));
            (_whole[i], _half[i]) = (SharedMean.LogCovariance(alpha, _rows, 1), SharedMean.LogCovariance(alpha, _rows, 0.5));
        }
        _isReady = true;
    }

    /// <summary>Where a function that grows from the inside outwards meets a bound; NaN if not before the end.</summary>
    private static double Solve(Func<double, double> function, double inside, double end, double bound)
    {
        if (Math.Abs(function(end)) < Math.Abs(bound) || (end - inside) * bound <= 0)
            return double.NaN;
        for (int i = 0; i < 40; i++)
        {
            double middle = (inside + end) / 2;
            (inside, end) = Math.Abs(function(middle)) < Math.Abs(bound) ? (middle, end) : (inside, middle);
        }
        return inside;
    }

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}
