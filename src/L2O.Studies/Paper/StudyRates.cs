using System.Collections.Frozen;
using System.Collections.Immutable;
using L2O.Optimizers;

namespace L2O.Studies.Paper;

/// <summary>
/// The baselines of the study and the rates that its figures show them with, another for each network: its text names others in part. They
/// run as fixed contestants beside the search's own choice.
/// </summary>
internal static class StudyRates
{
    /// <summary>What the study calls SGD has a momentum of 0.9.</summary>
    public const string Sgd = "momentum";

    private static readonly FrozenDictionary<string, ImmutableArray<string>> s_byOptimizee =
        new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal)
        {
            ["mlp-leaky-relu-20"] = ["adam@0.01", "momentum@0.1", "lion@0.005"],
            ["mlp-relu-20-batchnorm"] = ["adam@0.05", "momentum@0.1", "lion@0.01"],
            ["mlp-sigmoid-20"] = ["adam@0.05", "momentum@0.5", "lion@0.01"],
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The baselines of claim C12, whose rates were not searched.</summary>
    public static ImmutableArray<OptimizerSettings> OfSpeed { get; } = ["adam@0.03", $"{Sgd}@0.1"];

    /// <summary>The baselines whose rates are searched.</summary>
    public static ImmutableArray<OptimizerSettings> Searched { get; } = ["adam", Sgd, "lion"];

    /// <summary>The baselines on a network: those whose rates are searched, then those with the study's rates, if any.</summary>
    public static ImmutableArray<OptimizerSettings> Baselines(string optimizee) =>
        [.. Searched, .. s_byOptimizee.GetValueOrDefault(optimizee, []).Select(OptimizerSettings.Parse)];

    /// <summary>Stored name of a baseline with the study's rate on a network.</summary>
    /// <param name="optimizee">One of the study's three.</param>
    /// <param name="baseline">Its name without a rate.</param>
    public static string Of(string optimizee, string baseline) =>
        s_byOptimizee[optimizee].Single(text => text.StartsWith($"{baseline}@", StringComparison.Ordinal));
}
