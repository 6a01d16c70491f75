using System.Collections.Immutable;
using L2O.Numerics;

namespace L2O.Data.Digits;

/// <summary>Draws digits, one at a time, with memory that is reused. One instance a thread.</summary>
internal sealed class DigitCanvas
{
    private const int Side = SyntheticDigits.Side;
    private const int PiecesPerSegment = 5;
    private const double Soft = 0.6; // half-width of a stroke's anti-aliased edge, in pixels
    private const double Grain = 0.12; // largest share of ink that the paper's grain swallows

    private readonly List<(double X, double Y, bool Joined)> _path = [];
    private readonly double[] _cover = new double[Side * Side];

    /// <summary>Draws a digit of that class.</summary>
    /// <param name="digit">0..9.</param>
    /// <param name="rng">Gives the variant, the hand and the grain.</param>
    /// <param name="image">(row, column); overwritten. 0 paper, 255 ink.</param>
    public void Draw(int digit, Rng rng, Span<byte> image)
    {
        ImmutableArray<ImmutableArray<DigitStroke>> variants = DigitSkeletons.All[digit];
        ImmutableArray<DigitStroke> strokes = variants[rng.NextInt(variants.Length)];
        var hand = new DigitHand(rng);
        Trace(strokes, in hand);
        Fit(in hand);
        Array.Clear(_cover);
        for (int i = 1; i < _path.Count; i++)
            if (_path[i].Joined)
                Stamp(_path[i - 1].X, _path[i - 1].Y, _path[i].X, _path[i].Y, hand.Radius);
        Develop(rng, hand.Ink, image);
    }

    private void Trace(ImmutableArray<DigitStroke> strokes, in DigitHand hand)
    {
        _path.Clear();
        foreach (DigitStroke stroke in strokes)
        {
            int pieces = (stroke.Count - 1) * PiecesPerSegment;
            for (int piece = 0; piece <= pieces; piece++)
            {
                int segment = Math.Min(piece / PiecesPerSegment, stroke.Count - 2);
                (double x, double y) = stroke.At(segment, (double)(piece - segment * PiecesPerSegment) / PiecesPerSegment);
                (x, y) = hand.Deform(x, y);
                _path.Add((x, y, Joined: piece > 0));
            }
        }
    }

    /// <summary>Scales the path to the hand's size and centers its bounding box, as MNIST's digits are, up to the hand's shift.</summary>
    private void Fit(in DigitHand hand)
    {
        double left = double.MaxValue, top = double.MaxValue, right = double.MinValue, bottom = double.MinValue;
        foreach ((double x, double y, _) in _path)
        {
            (left, right) = (Math.Min(left, x), Math.Max(right, x));
            (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
        }
        double scale = (hand.Size - 2 * hand.Radius) / Math.Max(right - left, bottom - top);
        double offsetX = (Side - 1) / 2.0 + hand.ShiftX - scale * (left + right) / 2;
        double offsetY = (Side - 1) / 2.0 + hand.ShiftY - scale * (top + bottom) / 2;
        for (int i = 0; i < _path.Count; i++)
            _path[i] = (scale * _path[i].X + offsetX, scale * _path[i].Y + offsetY, _path[i].Joined);
    }

    /// <summary>
    /// Covers the pixels within <paramref name="radius"/> of a straight piece; a pixel keeps the most that any piece gives it.
    /// </summary>
    private void Stamp(double x0, double y0, double x1, double y1, double radius)
    {
        double reach = radius + Soft;
        int left = Math.Max(0, (int)Math.Ceiling(Math.Min(x0, x1) - reach));
        int right = Math.Min(Side - 1, (int)Math.Floor(Math.Max(x0, x1) + reach));
        int top = Math.Max(0, (int)Math.Ceiling(Math.Min(y0, y1) - reach));
        int bottom = Math.Min(Side - 1, (int)Math.Floor(Math.Max(y0, y1) + reach));
        double dx = x1 - x0, dy = y1 - y0;
        double inverse = 1 / Math.Max(dx * dx + dy * dy, 1e-12);
        for (int row = top; row <= bottom; row++)
            for (int column = left; column <= right; column++)
            {
                double px = column - x0, py = row - y0;
                double along = Math.Clamp((px * dx + py * dy) * inverse, 0, 1);
                (px, py) = (px - along * dx, py - along * dy);
                double squared = px * px + py * py;
                if (squared >= reach * reach)
                    continue;
                double edge = Math.Min(1, (reach - Math.Sqrt(squared)) / (2 * Soft));
                ref double cover = ref _cover[row * Side + column];
                cover = Math.Max(cover, edge);
            }
    }

    private void Develop(Rng rng, double ink, Span<byte> image)
    {
        for (int i = 0; i < _cover.Length; i++)
        {
            double cover = _cover[i];
            // The paper stays exactly 0, like MNIST's: coordinates behind always-black pixels get no gradient.
            image[i] = cover == 0 ? (byte)0 : (byte)Math.Round(255 * cover * ink * (1 - Grain * rng.NextSingle()));
        }
    }
}
