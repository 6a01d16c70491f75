namespace L2O.Reporting.Styles;

/// <summary>
/// The fixed look of each optimizer in every figure, table and report: colors of the Okabe-Ito set, which people with a
/// color vision deficiency can tell apart, and dashes and marks that differ in grayscale too. The learned optimizer has the
/// strongest color and the widest line; a family that differs by one number has a ramp from light to dark.
/// </summary>
internal static class OptimizerPalette
{
    private const string Learned = "l2o";
    private const string LearnedPrefix = "l2o-";

    private static readonly string[] _others = ["#E69F00", "#56B4E9", "#6B6B6B", "#8C6D1F", "#3B3B98", "#B0413E"];

    // Light to dark: a path through yellow, green-gray and blue that grows darker evenly, so it keeps its order in grayscale.
    private static readonly (byte R, byte G, byte B)[] _ramp = [(0xE3, 0xC0, 0x3F), (0xA8, 0x9C, 0x5E),
        (0x70, 0x76, 0x7A), (0x3A, 0x50, 0x80), (0x0B, 0x1F, 0x4B)];

    private static readonly LineDash[] _dashes = [LineDash.LongDash, LineDash.LongDashDot, LineDash.Dash, LineDash.Dot, LineDash.DashDot];

    private static readonly PointMark[] _marks = [PointMark.TriangleDown, PointMark.Disc, PointMark.Square,
        PointMark.TriangleUp, PointMark.Diamond];

    /// <summary>The name to show in tables and legends.</summary>
    /// <param name="optimizer">The optimizer's stored name.</param>
    public static string Label(string optimizer) => IsLearned(optimizer) ? $"{ShortLabel(optimizer)} (learned)" : ShortLabel(optimizer);

    /// <summary>Whether a stored name is that of a learned optimizer of the study's kind: <c>l2o</c>, or <c>l2o-</c> and more.</summary>
    /// <param name="optimizer">The optimizer's stored name.</param>
    public static bool IsLearned(string optimizer) => optimizer == Learned || optimizer.StartsWith(LearnedPrefix, StringComparison.Ordinal);

    /// <summary>The name to show in sentences.</summary>
    /// <param name="optimizer">The optimizer's stored name.</param>
    public static string ShortLabel(string optimizer) => optimizer switch
    {
        "l2o" => "L2O",
        "adam" => "Adam",
        "sgd" => "SGD",
        "lion" => "Lion",
        "nesterov" => "Nesterov",
        "adamw" => "AdamW",
        "rmsprop" => "RMSProp",
        "nadamw" => "NAdamW",
        "muon" => "Muon",
        "schedule-free-adamw" => "Schedule-free AdamW",
        _ when IsLearned(optimizer) => $"L2O {optimizer[LearnedPrefix.Length..]}",
        _ => optimizer,
    };

    /// <summary>Color of each of the given optimizers as <c>#RRGGBB</c>.</summary>
    /// <param name="optimizers">All optimizers of a comparison.</param>
    public static IReadOnlyDictionary<string, string> Colors(IEnumerable<string> optimizers) =>
        Styles(optimizers).ToDictionary(static style => style.Key, static style => style.Value.Color, StringComparer.Ordinal);

    /// <summary>The look of each of the given optimizers.</summary>
    /// <param name="optimizers">All optimizers of a comparison. The four of the study have a look of their own, families a ramp;
    /// others get the remaining ones by the order of their names, so the same set of optimizers always looks the same.</param>
    public static IReadOnlyDictionary<string, OptimizerStyle> Styles(IEnumerable<string> optimizers)
    {
        ArgumentNullException.ThrowIfNull(optimizers);
        string[] names = [.. optimizers.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var styles = new Dictionary<string, OptimizerStyle>(StringComparer.Ordinal);
        foreach ((int place, IReadOnlyList<OptimizerFamily> family) in OptimizerFamily.In(names).Index())
            for (int i = 0; i < family.Count; i++)
            {
                int turn = i + (2 * place); // families have the same ramp: dashes and marks tell them apart
                styles.Add(family[i].Optimizer,
                    new OptimizerStyle(Ramp((double)i / (family.Count - 1)),
                    turn == 0 ? LineDash.Solid : _dashes[(turn - 1) % _dashes.Length], _marks[turn % _marks.Length], 2.2f));
            }
        int others = 0;
        // The only learned one looks like the study's, whatever its whole name.
        string? only = names.Contains(Learned) || names.Count(IsLearned) != 1 ? null : names.Single(IsLearned);
        foreach (string name in names.Where(name => !styles.ContainsKey(name)))
            styles.Add(name, Known(name == only ? Learned : name) ?? Other(others++));
        return styles;
    }

    /// <summary>Width of the line in pixels of a 1200 pixels wide figure.</summary>
    /// <param name="optimizer">The optimizer's stored name.</param>
    public static float LineWidth(string optimizer) => IsLearned(optimizer) ? 2.8f : 1.8f;

    private static OptimizerStyle? Known(string optimizer) => optimizer switch
    {
        "l2o" => new("#D55E00", LineDash.Solid, PointMark.Disc, LineWidth(optimizer)),
        "adam" => new("#0072B2", LineDash.Dash, PointMark.Square, LineWidth(optimizer)),
        "sgd" => new("#009E73", LineDash.Dot, PointMark.TriangleUp, LineWidth(optimizer)),
        "lion" => new("#CC79A7", LineDash.DashDot, PointMark.Diamond, LineWidth(optimizer)),
        _ => null,
    };

    private static OptimizerStyle Other(int number) =>
        new(_others[number % _others.Length], _dashes[number % _dashes.Length], _marks[number % _marks.Length], LineWidth(""));

    /// <summary>The color at a place of the ramp, 0 (light) to 1 (dark).</summary>
    private static string Ramp(double place)
    {
        double at = place * (_ramp.Length - 1);
        int from = Math.Min((int)at, _ramp.Length - 2);
        (byte R, byte G, byte B) low = _ramp[from], high = _ramp[from + 1];
        double share = at - from;
        return $"#{Mix(low.R, high.R):X2}{Mix(low.G, high.G):X2}{Mix(low.B, high.B):X2}";

        byte Mix(byte a, byte b) => (byte)Math.Round(a + ((b - a) * share));
    }
}
