using L2O.Optimizers;

namespace L2O.MetaTraining.Tasks;

/// <summary>A data set of a task distribution, and how it varies from run to run.</summary>
public sealed record DataVariation
{
    /// <summary>Describes a data set and its variations.</summary>
    /// <param name="source">The data as behind <c>--data</c>: <c>mnist,resize=8</c>.</param>
    /// <param name="weight">How often it is drawn next to the others; positive.</param>
    /// <param name="fewestClasses">The fewest classes that are kept, drawn anew for each run; null keeps all.</param>
    /// <param name="permutedLabels">Share of the runs whose labels change places, 0 to 1.</param>
    /// <param name="permutedPixels">Share of the runs whose inputs change places.</param>
    /// <param name="inverted">Share of the runs whose inputs x become 1 - x.</param>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public DataVariation(string source, double weight = 1, int? fewestClasses = null, double permutedLabels = 0, double permutedPixels = 0,
        double inverted = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        if (fewestClasses < 2)
            throw new ArgumentOutOfRangeException(nameof(fewestClasses), $"fewestClasses is {fewestClasses}; expected 2 or more, or null");
        (Source, FewestClasses) = (source, fewestClasses);
        Weight = SettingRange.Positive(weight, nameof(weight));
        PermutedLabels = SettingRange.Share(permutedLabels, nameof(permutedLabels));
        PermutedPixels = SettingRange.Share(permutedPixels, nameof(permutedPixels));
        Inverted = SettingRange.Share(inverted, nameof(inverted));
    }

    /// <summary>The data as behind <c>--data</c>.</summary>
    public string Source { get; }

    /// <summary>How often it is drawn.</summary>
    public double Weight { get; }

    /// <summary>The fewest classes that are kept; null keeps all.</summary>
    public int? FewestClasses { get; }

    /// <summary>Share of the runs whose labels change places.</summary>
    public double PermutedLabels { get; }

    /// <summary>Share of the runs whose inputs change places.</summary>
    public double PermutedPixels { get; }

    /// <summary>Share of the runs whose inputs are inverted.</summary>
    public double Inverted { get; }
}
