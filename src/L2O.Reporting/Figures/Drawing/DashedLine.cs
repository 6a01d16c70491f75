using SkiaSharp;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>
/// Breaks a line into its dashes itself: the drawing library's SVG writer leaves path effects out, and this way all formats
/// show the same.
/// </summary>
internal static class DashedLine
{
    /// <summary>The line as a path to stroke.</summary>
    /// <param name="points">Its corners, at least one, all finite.</param>
    /// <param name="intervals">Lengths of dashes and gaps in turn; empty for a solid line.</param>
    internal static SKPath Of(IReadOnlyList<SKPoint> points, float[] intervals)
    {
        var path = new SKPath();
        path.MoveTo(points[0]);
        int part = 0;
        float left = intervals.Length == 0 ? float.PositiveInfinity : intervals[0];
        for (int i = 1; i < points.Count; i++)
        {
            float length = SKPoint.Distance(points[i - 1], points[i]), done = 0;
            while (length - done > left)
            {
                done += left;
                SKPoint at = points[i - 1] + new SKPoint((points[i].X - points[i - 1].X) * done / length,
                    (points[i].Y - points[i - 1].Y) * done / length);
                if (part % 2 == 0)
                    path.LineTo(at);
                else
                    path.MoveTo(at);
                part = (part + 1) % intervals.Length;
                left = intervals[part];
            }
            left -= length - done;
            if (part % 2 == 0)
                path.LineTo(points[i]);
        }
        return path;
    }
}
