using System.Globalization;
using System.Text.RegularExpressions;

namespace L2O.Reporting.Styles;

/// <summary>
/// An optimizer that differs from others by one number in its name alone, as <c>rescale-0.1</c> or <c>lion-sgd-0.25</c> do.
/// </summary>
/// <param name="Optimizer">The whole name.</param>
/// <param name="Family">What stands before the number, e.g. <c>rescale</c>.</param>
/// <param name="Value">The number, e.g. the weight of a regularizer or of a mixture's first member.</param>
internal sealed partial record OptimizerFamily(string Optimizer, string Family, double Value)
{
    /// <summary>The family of an optimizer; null where its name does not end with a hyphen and a number.</summary>
    /// <param name="optimizer">The optimizer's stored name.</param>
    public static OptimizerFamily? Of(string optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Match match = Pattern().Match(optimizer);
        return match.Success
            ? new OptimizerFamily(optimizer, match.Groups[1].Value, double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>The families with at least two members, each by ascending number.</summary>
    /// <param name="optimizers">Stored names.</param>
    public static IReadOnlyList<IReadOnlyList<OptimizerFamily>> In(IEnumerable<string> optimizers) =>
    [
        .. optimizers.Distinct(StringComparer.Ordinal).Select(Of).OfType<OptimizerFamily>()
            .GroupBy(static member => member.Family, StringComparer.Ordinal)
            .Where(static family => family.Count() > 1)
            .OrderBy(static family => family.Key, StringComparer.Ordinal)
            .Select(static family => (IReadOnlyList<OptimizerFamily>)[.. family.OrderBy(static member => member.Value)]),
    ];

    [GeneratedRegex(@"^([A-Za-z].*?)-(-?[0-9]+(?:\.[0-9]+)?)$")]
    private static partial Regex Pattern();
}
