namespace L2O.Kernels.Factored;

/// <summary>
/// What networks read that go over the coordinates of a tensor with Adafactor's factored moments beside Adam's (section 9 of
/// docs/mathematics.md): how many features there are, in which order the kernels have them, and small numbers that all architectures share.
/// </summary>
internal static class FeatureTable
{
    /// <summary>Running means of the gradient, and of the rows' and columns' squares.</summary>
    public const int Decays = 3;

    /// <summary>
    /// Features that differ from coordinate to coordinate, in the order of the kernels: g, g within ±0.1, p, r, 1/√r, g/√r; then for each
    /// decay m, m/√r, g by its factors and m by its factors.
    /// </summary>
    public const int OfCoordinate = OfAllDecays + Decays * OfDecay;

    /// <summary>Those that no decay belongs to.</summary>
    public const int OfAllDecays = 6;

    /// <summary>Those of one decay.</summary>
    public const int OfDecay = 4;

    /// <summary>Features of a line: its running mean squares (3) and one over their roots (3).</summary>
    public const int OfLine = 2 * Decays;

    /// <summary>All features.</summary>
    public const int All = OfCoordinate + 2 * OfLine;

    /// <summary>Bound of the second feature.</summary>
    public const double SmallBound = 0.1;

    /// <summary>Added to the lines' mean squares under a root.</summary>
    public const double LineEpsilon = 1e-8;

    /// <summary>Least value under the root of a factor, and added to what the rows' mean squares are divided by.</summary>
    public const double FactorEpsilon = 1e-9;

    /// <summary>Added to a squared gradient.</summary>
    public const double SquareEpsilon = 1e-30;

    /// <summary>Numbers of a 64-byte register: sums take turns among as many partial sums at every register width.</summary>
    public static unsafe int Partials<T>() where T : unmanaged => 64 / sizeof(T);

    /// <summary>A line's length with whole registers at its end.</summary>
    public static int Padded<T>(int count) where T : unmanaged => (count + Partials<T>() - 1) / Partials<T>() * Partials<T>();

    /// <summary>Memory for what lines have computed before: (block of lines, value, line in the block).</summary>
    public static int LineMemory<T>(int lines, int values) where T : unmanaged => checked(values * Padded<T>(lines));

    /// <summary>Where a line's first value lies; the next one is <see cref="Partials"/> numbers further.</summary>
    public static int LineStart<T>(int line, int values) where T : unmanaged
    {
        int inBlock = line % Partials<T>();
        return (line - inBlock) * values + inBlock;
    }
}
