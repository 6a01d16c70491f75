using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using L2O.Optimizers.Wrappers;

namespace L2O.Optimizers;

/// <summary>
/// Optimizers with all their numbers as a text: <c>adam@0.01</c> is Adam with that learning rate,
/// <c>adam@0.01:schedule=cosine:clip=1:decoupled-decay=0.1</c> the same with a schedule, clipping and weight decay around it, in any order,
/// <c>0.25*lion@0.005+0.75*momentum@0.5</c> a mixture, <c>lion-sgd-0.25</c> the study's mixture with that weight. Parentheses hold a
/// mixture or a group's optimizer together: <c>adam@0.01:group(*.bias)=(sgd@0.1:clip=1)</c>.
/// </summary>
internal static class OptimizerText
{
    /// <summary>What a text looks like, for help and messages.</summary>
    public const string Pattern = "NAME@RATE, NAME@RATE:PART:PART..., WEIGHT*NAME@RATE+WEIGHT*NAME@RATE... or lion-sgd-WEIGHT";

    private const string LionSgdPrefix = "lion-sgd-";

    /// <summary>The parts that may follow, for help.</summary>
    public static ImmutableArray<string> Parts => OptimizerParts.Forms;

    /// <summary>Whether a text says the whole optimizer, in contrast to one whose learning rate is to be searched.</summary>
    /// <param name="text">Any text.</param>
    public static bool IsComplete(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsMixture(text) || Split(text, ':')[0] is var atom && (atom.Contains('@', StringComparison.Ordinal) || atom.StartsWith('(')
            || IsMixture(atom));
    }

    /// <summary>The optimizer that the text says.</summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="text">As <see cref="Pattern"/> says; the names are the <see cref="OptimizerCatalog"/>'s.</param>
    /// <exception cref="ArgumentException">It says none; the message names the part.</exception>
    public static IOptimizer<T> Parse<T>(string text) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        OptimizerSettings settings = OptimizerSettings.Parse(text);
        return settings.IsComplete ? settings.Create<T>() : throw NoRate(text, Split(text, ':')[0]);
    }

    /// <summary>Takes apart the text of a learned optimizer, <c>pretrained/sigmoid:clip=1</c>.</summary>
    /// <param name="text">A file, a folder or a name, and parts.</param>
    /// <returns>What stands in front of the first part, and the parts; null if there are none.</returns>
    public static (string Source, string? Wrappers) SplitWrappers(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (int i = 0; i < text.Length; i++)
            if (text[i] == ':' && OptimizerParts.IsPart(text[(i + 1)..]))
                return (text[..i], text[(i + 1)..]);
        return (text, null);
    }

    internal static bool IsMixture(string text) => Split(text, ':') is var pieces
        && (Split(pieces[0], '+').Count > 1 || Split(pieces[0], '*').Count > 1
        || (pieces.Count == 1 && text.StartsWith(LionSgdPrefix, StringComparison.Ordinal)));

    /// <summary>The optimizer of a mixture's text.</summary>
    internal static IOptimizer<T> CreateMixture<T>(string text) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (text.StartsWith(LionSgdPrefix, StringComparison.Ordinal))
            return Number(text[LionSgdPrefix.Length..]) is { } lambda and >= 0 and <= 1
                ? Mixture<T>.LionSgd(lambda)
                : throw new ArgumentException(
                    $"optimizer '{text}' has the weight '{text[LionSgdPrefix.Length..]}'; expected a number from 0 to 1");
        return new Mixture<T>(text, [.. Split(text, '+').Select(term => Member<T>(term.Trim(), text))]);
    }

    /// <summary>Reads a text, with or without a learning rate.</summary>
    internal static OptimizerSettings Read(string text)
    {
        if (IsMixture(text))
            return new OptimizerSettings(text);
        List<string> pieces = Split(text, ':');
        string atom = pieces[0];
        if (Unwrap(atom) is { } inner)
            return pieces.Count == 1 ? Read(inner)
                : IsMixture(inner) ? OptimizerParts.Read(text, inner, null, pieces[1..])
                : throw new ArgumentException($"optimizer '{text}' has the part '{atom}'; expected a mixture in the parentheses");
        if (!atom.Contains('@', StringComparison.Ordinal))
            return OptimizerParts.Read(text, atom, null, pieces[1..]);
        return atom.Split('@') is [var name, var rate] && Number(rate) is { } learningRate and > 0
            ? OptimizerParts.Read(text, name, learningRate, pieces[1..])
            : throw NoRate(text, atom);
    }

    /// <summary>The text of settings, the same for equal ones.</summary>
    internal static string Format(OptimizerSettings settings)
    {
        string parts = OptimizerParts.Format(settings);
        string atom = settings.LearningRate is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{settings.Name}@{rate}")
            : parts.Length > 0 && settings.IsMixture ? $"({settings.Name})" : settings.Name;
        return atom + parts;
    }

    /// <summary>The number of that text, or null.</summary>
    internal static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number) ? number : null;

    /// <summary>The pieces between separators that stand outside parentheses.</summary>
    internal static List<string> Split(string text, char separator)
    {
        var pieces = new List<string>();
        int depth = 0, start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (text[i] != separator || depth != 0)
                continue;
            pieces.Add(text[start..i]);
            start = i + 1;
        }
        pieces.Add(text[start..]);
        return pieces;
    }

    /// <summary>What stands between the parentheses around a text; null if there are none.</summary>
    internal static string? Unwrap(string text) => text.StartsWith('(') && text.EndsWith(')') ? text[1..^1] : null;

    private static MixtureMember<T> Member<T>(string term, string text) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string[] pair = term.Split('*', 2);
        if (pair is not [var weight, var single] || Number(weight) is not { } factor)
            throw new ArgumentException($"optimizer '{text}' has the part '{term}'; expected WEIGHT*NAME@RATE");
        if (!IsComplete(single))
            throw NoRate(text, single);
        try
        {
            return new MixtureMember<T>(factor, Parse<T>(single));
        }
        catch (ArgumentException failure) when (single != text)
        {
            throw new ArgumentException(failure.Message.Replace($"optimizer '{single}' has", $"optimizer '{text}' has",
                StringComparison.Ordinal), failure);
        }
    }

    private static ArgumentException NoRate(string text, string atom) =>
        new($"optimizer '{text}' has the part '{atom}'; expected NAME@RATE with a positive rate");
}
