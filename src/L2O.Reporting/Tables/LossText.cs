using L2O.Optimizees.Losses;

namespace L2O.Reporting.Tables;

/// <summary>What a loss is called and measured in.</summary>
internal static class LossText
{
    /// <summary>Its unit, for axes and legends.</summary>
    public static string Unit(LossKind loss) => loss == LossKind.Mse ? "mean squared error" : "nats";
}
