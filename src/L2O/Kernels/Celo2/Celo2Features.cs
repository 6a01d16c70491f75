namespace L2O.Kernels.Celo2;

/// <summary>
/// The numbers of Celo2 (section 9 of docs/mathematics.md): what the network reads, the decays of the running means, and the small numbers
/// that keep roots and quotients finite.
/// </summary>
internal static class Celo2Features
{
    /// <summary>Running means of the gradient, and of the rows' and columns' squares.</summary>
    public const int Decays = 3;

    /// <summary>Units of both hidden layers.</summary>
    public const int Hidden = 8;

    /// <summary>Outputs, of which only the first is read.</summary>
    public const int Outputs = 3;

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

    /// <summary>What is computed before for a line: its factors (3) and what its features add to each hidden unit.</summary>
    public const int OfLineValues = Decays + Hidden;

    /// <summary>All features.</summary>
    public const int All = OfCoordinate + 2 * OfLine;

    /// <summary>Place in phi of the first feature of a line; a vector has none from there on.</summary>
    public const int FirstOfLine = 15;

    /// <summary>Values of phi.</summary>
    public const int PhiCount = All * Hidden + Hidden + HiddenCount;

    /// <summary>Values of phi behind the first layer: second layer and its bias, output layer and its bias.</summary>
    public const int HiddenCount = (Hidden + 1) * Hidden + (Hidden + 1) * Outputs;

    /// <summary>Bound of a gradient's coordinate.</summary>
    public const double Bound = 1000;

    /// <summary>Bound of the second feature.</summary>
    public const double SmallBound = 0.1;

    /// <summary>Added to r and to the lines' mean squares under a root.</summary>
    public const double RootEpsilon = 1e-8;

    /// <summary>Added to a feature's mean square, and to that of the output.</summary>
    public const double ScaleEpsilon = 1e-9;

    /// <summary>Least value under the root of a factor, and added to what the rows' mean squares are divided by.</summary>
    public const double FactorEpsilon = 1e-9;

    /// <summary>Added to a squared gradient.</summary>
    public const double SquareEpsilon = 1e-30;

    /// <summary>1 - the decay of the running mean square r.</summary>
    public const double SquareRate = 1 - 0.95;

    /// <summary>1 - the decays of the running means.</summary>
    public const double Rate0 = 0.1, Rate1 = 0.01, Rate2 = 0.001;

    /// <summary>Where phi has the features of coordinates.</summary>
    public static ReadOnlySpan<int> InPhi => [0, 1, 2, 6, 10, 14, 3, 7, 11, 27, 4, 8, 12, 28, 5, 9, 13, 29];

    /// <summary>1 - a decay.</summary>
    public static double Rate(int decay) => decay switch { 0 => Rate0, 1 => Rate1, _ => Rate2 };

    /// <summary>Numbers of a 64-byte register: sums take turns among as many partial sums at every register width.</summary>
    public static unsafe int Partials<T>() where T : unmanaged => 64 / sizeof(T);

    /// <summary>A line's length with whole registers at its end.</summary>
    public static int Padded<T>(int count) where T : unmanaged => (count + Partials<T>() - 1) / Partials<T>() * Partials<T>();

    /// <summary>Memory for what lines have computed before: (block of lines, value, line in the block).</summary>
    public static int LineMemory<T>(int lines) where T : unmanaged => checked(OfLineValues * Padded<T>(lines));

    /// <summary>Where a line's first value lies; the next one is <see cref="Partials"/> numbers further.</summary>
    public static int LineStart<T>(int line) where T : unmanaged
    {
        int inBlock = line % Partials<T>();
        return (line - inBlock) * OfLineValues + inBlock;
    }

    /// <summary>One over the root mean square of a feature.</summary>
    public static double Scale(double meanSquare) => 1 / Math.Sqrt(ScaleEpsilon + meanSquare);
}
