using System.Runtime.CompilerServices;
using L2O.Numerics;

namespace L2O.Data.Digits;

/// <summary>One hand's way of writing one digit: the random deformation of a skeleton and the pen that draws it.</summary>
internal readonly struct DigitHand
{
    private const int Waves = 3;

    private readonly WaveField _horizontal;
    private readonly WaveField _vertical;

    /// <summary>Draws the deformation and the pen.</summary>
    public DigitHand(Rng rng)
    {
        double angle = 0.14 * rng.NextNormal();
        double shear = 0.21 * rng.NextNormal(); // writing leans
        double aspect = Math.Exp(0.12 * rng.NextNormal());
        (double sin, double cos) = Math.SinCos(angle);
        (XX, XY) = (cos * aspect, -sin - cos * shear);
        (YX, YY) = (sin * aspect, cos - sin * shear);
        Size = Math.Clamp(19.4 + 1.1 * rng.NextNormal(), 15.5, 22.5);
        (ShiftX, ShiftY) = (0.8 * rng.NextNormal(), 0.8 * rng.NextNormal());
        Radius = Math.Clamp(1.42 + 0.36 * rng.NextNormal(), 0.8, 2.4);
        Ink = 1 - 0.15 * Square(rng.NextDouble());
        double bend = 0.042 * Math.Exp(0.35 * rng.NextNormal());
        _horizontal = new WaveField(rng, bend);
        _vertical = new WaveField(rng, bend);
    }

    /// <summary>The longer side of the digit's bounding box between stroke centers, in pixels.</summary>
    public double Size { get; }

    /// <summary>How far the digit is off the image's center, in pixels.</summary>
    public double ShiftX { get; }

    /// <inheritdoc cref="ShiftX"/>
    public double ShiftY { get; }

    /// <summary>Half of the stroke's thickness, in pixels.</summary>
    public double Radius { get; }

    /// <summary>How dark the ink is, 0..1.</summary>
    public double Ink { get; }

    private double XX { get; }

    private double XY { get; }

    private double YX { get; }

    private double YY { get; }

    /// <summary>
    /// Where a point of the skeleton lies in this hand, up to scale and shift: bent smoothly, then rotated, sheared and stretched.
    /// </summary>
    public (double X, double Y) Deform(double x, double y)
    {
        double bentX = x - 0.5 + _horizontal.At(x, y), bentY = y - 0.5 + _vertical.At(x, y);
        return (XX * bentX + XY * bentY, YX * bentX + YY * bentY);
    }

    private static double Square(double value) => value * value;

    /// <summary>
    /// A smooth random function of the plane: a few long sine waves. Joined strokes stay joined, as points that coincide move alike.
    /// </summary>
    private readonly struct WaveField
    {
        private readonly Coefficients _alongX;
        private readonly Coefficients _alongY;
        private readonly Coefficients _phase;
        private readonly double _amplitude;

        public WaveField(Rng rng, double amplitude)
        {
            for (int wave = 0; wave < Waves; wave++)
            {
                _alongX[wave] = rng.NextUniform(-5, 5); // radians a unit: periods of a digit height and more
                _alongY[wave] = rng.NextUniform(-5, 5);
                _phase[wave] = 2 * Math.PI * rng.NextDouble();
            }
            _amplitude = amplitude;
        }

        public double At(double x, double y)
        {
            double sum = 0;
            for (int wave = 0; wave < Waves; wave++)
                sum += Math.Sin(_alongX[wave] * x + _alongY[wave] * y + _phase[wave]);
            return _amplitude * sum;
        }
    }

    [InlineArray(Waves)]
    private struct Coefficients
    {
        private double _first;
    }
}
