using System.Collections.Immutable;

namespace L2O.Data.Digits;

/// <summary>One pen stroke of a digit's skeleton, through points of a box that is 1 wide and 1 high, y downwards.</summary>
/// <param name="Points">x and y of each point in turn: (point, 2).</param>
/// <param name="Smooth">Whether the stroke curves through its points (Catmull and Rom's spline); otherwise it runs straight and has
/// corners.</param>
internal sealed record DigitStroke(ImmutableArray<double> Points, bool Smooth)
{
    /// <summary>Number of points.</summary>
    public int Count => Points.Length / 2;

    /// <summary>A stroke that curves through the points.</summary>
    public static DigitStroke Curve(params ReadOnlySpan<double> points) => new([.. points], Smooth: true);

    /// <summary>A stroke with corners at the points.</summary>
    public static DigitStroke Lines(params ReadOnlySpan<double> points) => new([.. points], Smooth: false);

    /// <summary>The point at <paramref name="position"/> between point <paramref name="segment"/> and the next.</summary>
    /// <param name="segment">0..<see cref="Count"/>-2.</param>
    /// <param name="position">0..1.</param>
    public (double X, double Y) At(int segment, double position)
    {
        int next = segment + 1;
        if (!Smooth)
            return (Mix(X(segment), X(next), position), Mix(Y(segment), Y(next), position));
        // An end point stands in for its missing neighbor.
        int before = Math.Max(segment - 1, 0), after = Math.Min(next + 1, Count - 1);
        return (Spline(X(before), X(segment), X(next), X(after), position), Spline(Y(before), Y(segment), Y(next), Y(after), position));
    }

    private double X(int point) => Points[2 * point];

    private double Y(int point) => Points[2 * point + 1];

    private static double Mix(double from, double to, double position) => from + (to - from) * position;

    private static double Spline(double before, double from, double to, double after, double t)
    {
        double slopeFrom = (to - before) / 2, slopeTo = (after - from) / 2, span = to - from;
        return from + t * (slopeFrom + t * (3 * span - 2 * slopeFrom - slopeTo + t * (slopeFrom + slopeTo - 2 * span)));
    }
}
