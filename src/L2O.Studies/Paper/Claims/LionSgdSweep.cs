using System.Collections.Immutable;

namespace L2O.Studies.Paper.Claims;

/// <summary>The mixtures of Lion and SGD with growing weight of Lion, λ_L.</summary>
internal static class LionSgdSweep
{
    /// <summary>The network.</summary>
    public const string Optimizee = "mlp-sigmoid-100-100";

    /// <summary>The weights.</summary>
    public static ImmutableArray<string> Weights { get; } = ["0", "0.1", "0.25", "0.5", "1"];

    /// <summary>Stored name of the mixture with a weight.</summary>
    public static string Name(int index) => $"lion-sgd-{Weights[index]}";
}
