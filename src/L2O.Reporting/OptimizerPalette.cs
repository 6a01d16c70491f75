namespace L2O.Reporting;

/// <summary>
/// The fixed look of each optimizer in every figure, table and report: colours of the Okabe-Ito set, which people with a
/// colour vision deficiency can tell apart. The learned optimizer has the strongest one and the widest line.
/// </summary>
public static class OptimizerPalette
{
    private static readonly string[] _others = ["#E69F00", "#56B4E9", "#6B6B6B", "#8C6D1F", "#3B3B98", "#B0413E"];

    /// <summary>The name to show.</summary>
    /// <param name="optimizer">The optimizer's stored name.</param>
    public static string Label(string optimizer) => optimizer switch
    {
        "l2o" => "L2O (learned)",
        "adam" => "Adam",
        "sgd" => "SGD",
        "lion" => "Lion",
        "nesterov" => "Nesterov",
        "adamw" => "AdamW",
        "rmsprop" => "RMSProp",
        _ => optimizer,
    };

    /// <summary>Colour of each of the given optimizers as <c>#RRGGBB</c>.</summary>
    /// <param name="optimizers">All optimizers of a comparison. The four of the study have colours of their own; others get
    /// the remaining ones by the order of their names, so the same set of optimizers always looks the same.</param>
    public static IReadOnlyDictionary<string, string> Colors(IEnumerable<string> optimizers)
    {
        ArgumentNullException.ThrowIfNull(optimizers);
        var colors = new Dictionary<string, string>(StringComparer.Ordinal);
        int others = 0;
        foreach (string name in optimizers.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            colors.Add(name, Known(name) ?? _others[others++ % _others.Length]);
        return colors;
    }

    /// <summary>Width of the line in pixels of a 1200 pixels wide figure.</summary>
    /// <param name="optimizer">The optimizer's stored name.</param>
    public static float LineWidth(string optimizer) => optimizer == "l2o" ? 2.8f : 1.8f;

    private static string? Known(string optimizer) => optimizer switch
    {
        "l2o" => "#D55E00",
        "adam" => "#0072B2",
        "sgd" => "#009E73",
        "lion" => "#CC79A7",
        _ => null,
    };
}
