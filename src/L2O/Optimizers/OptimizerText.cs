using System.Globalization;
using System.Numerics;
using L2O.Optimizers.Wrappers;

namespace L2O.Optimizers;

/// <summary>
/// Optimizers with all their numbers as a text: <c>adam@0.01</c> is Adam with that learning rate, <c>momentum@0.1:weight-decay=0.0005</c>
/// SGD with momentum and weight decay, <c>0.25*lion@0.005+0.75*momentum@0.5</c> a
/// mixture, <c>lion-sgd-0.25</c> the study's mixture with that weight.
/// </summary>
public static class OptimizerText
{
    /// <summary>What a text looks like, for help and messages.</summary>
    public const string Pattern = "NAME@RATE, NAME@RATE:weight-decay=DECAY, WEIGHT*NAME@RATE+WEIGHT*NAME@RATE... or lion-sgd-WEIGHT";

    private const string WeightDecayPrefix = "weight-decay=";
    private const string LionSgdPrefix = "lion-sgd-";

    /// <summary>Whether a text says the whole optimizer, in contrast to a name whose learning rate is to be searched.</summary>
    public static bool IsComplete(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains('@', StringComparison.Ordinal) || text.Contains('*', StringComparison.Ordinal)
            || text.StartsWith(LionSgdPrefix, StringComparison.Ordinal);
    }

    /// <summary>The optimizer that the text says.</summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="text">As <see cref="Pattern"/> says; the names are the <see cref="OptimizerCatalog"/>'s.</param>
    /// <exception cref="ArgumentException">It says none; the message names the part.</exception>
    public static IOptimizer<T> Parse<T>(string text) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (text.StartsWith(LionSgdPrefix, StringComparison.Ordinal))
            return Number(text[LionSgdPrefix.Length..]) is { } lambda and >= 0 and <= 1
                ? Mixture<T>.LionSgd(lambda)
                : throw new ArgumentException(
                    $"optimizer '{text}' has the weight '{text[LionSgdPrefix.Length..]}'; expected a number from 0 to 1");
        string[] terms = text.Split('+');
        if (terms.Length == 1 && !text.Contains('*', StringComparison.Ordinal))
            return Single<T>(text, text);
        return new Mixture<T>(text, [.. terms.Select(term => Member<T>(term.Trim(), text))]);
    }

    private static MixtureMember<T> Member<T>(string term, string text) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        term.Split('*') is [var weight, var single] && Number(weight) is { } factor
            ? new MixtureMember<T>(factor, Single<T>(single, text))
            : throw new ArgumentException($"optimizer '{text}' has the part '{term}'; expected WEIGHT*NAME@RATE");

    private static IOptimizer<T> Single<T>(string term, string text) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string[] parts = term.Split(':');
        if (parts[0].Split('@') is not [var name, var rate] || Number(rate) is not ({ } learningRate and > 0))
            throw new ArgumentException($"optimizer '{text}' has the part '{parts[0]}'; expected NAME@RATE with a positive rate");
        if (parts.Length == 1)
            return OptimizerCatalog.Factory<T>(name)(learningRate);
        return parts is [_, var setting] && setting.StartsWith(WeightDecayPrefix, StringComparison.Ordinal)
            && Number(setting[WeightDecayPrefix.Length..]) is { } decay and >= 0
            ? OptimizerCatalog.Decaying<T>(name, learningRate, decay)
            : throw new ArgumentException(
                $"optimizer '{text}' has the part '{term[parts[0].Length..]}'; expected :{WeightDecayPrefix}DECAY with a decay of at " +
                $"least 0");
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number) ? number : null;
}
