namespace L2O.Optimizers.Learned.Replays;

/// <summary>A number with its derivative by the one rate that it depends on.</summary>
/// <param name="Value">The number.</param>
/// <param name="Tangent">Its derivative.</param>
internal readonly record struct ReplayedNumber(double Value, double Tangent)
{
    /// <summary>The product.</summary>
    public static ReplayedNumber operator *(ReplayedNumber left, ReplayedNumber right) =>
        new(left.Value * right.Value, left.Tangent * right.Value + left.Value * right.Tangent);

    /// <summary>The quotient.</summary>
    public static ReplayedNumber operator /(ReplayedNumber left, ReplayedNumber right) =>
        new(left.Value / right.Value, (left.Tangent - left.Value / right.Value * right.Tangent) / right.Value);

    /// <summary>The number and a constant.</summary>
    public ReplayedNumber Plus(double constant) => this with { Value = Value + constant };

    /// <summary>1/√(x + a constant).</summary>
    public ReplayedNumber InverseRoot(double constant)
    {
        double root = 1 / Math.Sqrt(Value + constant);
        return new ReplayedNumber(root, -root * root * root * Tangent / 2);
    }

    /// <summary>1/√max(x, least).</summary>
    public ReplayedNumber InverseRootOfAtLeast(double least) =>
        Value > least ? InverseRoot(0) : new ReplayedNumber(1 / Math.Sqrt(least), 0);
}
