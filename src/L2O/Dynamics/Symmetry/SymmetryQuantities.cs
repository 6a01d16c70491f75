using System.Collections.Immutable;
using L2O.Optimizees.Symmetry;

namespace L2O.Dynamics.Symmetry;

/// <summary>What the measures of symmetries write, by vector (<c>update</c> or <c>gradient</c>) and kind of symmetry.</summary>
internal static class SymmetryQuantities
{
    private const string Targets = "symmetries, all";

    /// <summary>The kinds, in the order of their values.</summary>
    private static readonly ImmutableArray<SymmetryKind> s_kinds = [.. Enum.GetValues<SymmetryKind>()];

    /// <summary>The deviations of the updates, by kind.</summary>
    public static ImmutableArray<MeasureQuantity> OfUpdates { get; } = [.. s_kinds.Select(static kind => Deviation("update", kind))];

    /// <summary>The deviations of the gradients, by kind.</summary>
    public static ImmutableArray<MeasureQuantity> OfGradients { get; } = [.. s_kinds.Select(static kind => Deviation("gradient", kind))];

    /// <summary>The deviations of the updates over the most that they could be, by kind.</summary>
    internal static ImmutableArray<MeasureQuantity> NormalizedOfUpdates { get; } = [.. OfUpdates.Select(Normalized)];

    /// <summary>The same of the gradients.</summary>
    internal static ImmutableArray<MeasureQuantity> NormalizedOfGradients { get; } = [.. OfGradients.Select(Normalized)];

    /// <summary>The signed sum that the study's figure 7 shows the magnitude of, where weights and bias may cancel.</summary>
    public static MeasureQuantity TranslationSum { get; } = new("update_translation_sum", "sum of the updates in front of the softmax",
        "signed sum of the update over weights and bias of the translation symmetries together")
    {
        Targets = "all",
    };

    /// <summary>Changes of what gradient flow conserves, by kind.</summary>
    internal static ImmutableArray<MeasureQuantity> Changes { get; } =
        [.. s_kinds.Select(static kind => new MeasureQuantity($"{NameOf(kind)}_conserved_change", "change of what is conserved",
            "change since the start of what gradient flow conserves; of all together the sum of the units' absolute changes")
        {
            Targets = Targets,
            Position = "unit; none for the sum over the units",
        })];

    /// <summary>What SGD's closed form says for them, by kind.</summary>
    internal static ImmutableArray<MeasureQuantity> Predictions { get; } =
        [.. Changes.Select(static change => change with
        {
            Name = $"{change.Name}_predicted",
            Label = $"predicted {change.Label}",
            Meaning = "what SGD's closed form predicts for that change; SGD only",
        })];

    /// <summary>What the measure <c>deviations</c> writes.</summary>
    internal static ImmutableArray<MeasureQuantity> OfWholes { get; } =
        [.. OfUpdates, .. OfGradients, .. NormalizedOfUpdates, .. NormalizedOfGradients, TranslationSum];

    /// <summary>What the measure <c>unit-deviations</c> writes.</summary>
    internal static ImmutableArray<MeasureQuantity> OfUnits { get; } =
        [.. OfWholes.Where(static one => one != TranslationSum)
            .Select(static one => one with { Targets = "symmetries", Position = "unit", IsKey = false })];

    /// <summary>What the measure <c>conservation</c> writes.</summary>
    internal static ImmutableArray<MeasureQuantity> OfConservation { get; } = [.. Changes, .. Predictions];

    private static MeasureQuantity Deviation(string vector, SymmetryKind kind) => new(
        $"{vector}_{NameOf(kind)}_deviation", $"|{NameOf(kind)} deviation| of the {vector}s",
        "|deviation| from the symmetry: of theta times the vector, of a translation the vector")
    {
        Targets = Targets,
        IsKey = vector == "update",
    };

    private static MeasureQuantity Normalized(MeasureQuantity deviation) => deviation with
    {
        Name = $"{deviation.Name}_normalized",
        Label = $"{deviation.Label} over the most possible",
        Meaning = "|deviation| over the most that vectors of these norms could have, 0 to 1",
        IsKey = false,
    };

    private static string NameOf(SymmetryKind kind) => kind.ToString().ToLowerInvariant();
}
