using System.Globalization;
using L2O.Data;
using L2O.Runs.Networks;

namespace L2O.Cli.Output;

/// <summary>A trained network's quality in words.</summary>
internal static class NetworkText
{
    /// <summary>Loss and metric, e.g. <c>loss 0.312, accuracy 91.2 %</c>.</summary>
    /// <param name="file">The network.</param>
    /// <param name="loss">Null where it was no finite number.</param>
    /// <param name="metric">Accuracy or R²; null where there is neither.</param>
    public static string Quality(NetworkFile file, double? loss, double? metric)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string text = string.Create(culture, $"loss {loss ?? double.NaN:G4}");
        if (metric is not { } value || file.MetricName() is not { } name)
            return text;
        text += file.Target == TargetKind.Classes ? string.Create(culture, $", {name} {100 * value:F2} %")
            : string.Create(culture, $", {name} {value:F4}");
        return file.RootMeanSquare(loss) is { } error ? text + string.Create(culture, $", root mean square error {error:G4}") : text;
    }
}
