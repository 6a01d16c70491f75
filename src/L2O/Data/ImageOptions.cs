using System.Collections.Immutable;

namespace L2O.Data;

/// <summary>How the images of a dataset are presented to a network.</summary>
public sealed record ImageOptions
{
    /// <summary>Mean that <see cref="Normalize"/> subtracts: MNIST's mean pixel, as the study's code has it.</summary>
    public const double Mean = 0.1307;

    /// <summary>Standard deviation that <see cref="Normalize"/> divides by, as the study's code has it.</summary>
    public const double Deviation = 0.3081;

    private const int LabelCount = 256;
    private const int MaxSide = 1024;

    /// <summary>Chooses the presentation.</summary>
    /// <param name="normalize">Whether pixels of 0..1 become (pixel - <see cref="Mean"/>) / <see cref="Deviation"/>.</param>
    /// <param name="onlyClasses">Labels to keep, each 0..255 and once; null or empty keeps all. Labels and their number stay as they
    /// are.</param>
    /// <param name="gray">Whether colored images become gray: the mean of their channels.</param>
    /// <param name="resize">Rows and columns to bring images to, 1 to 1024, each new pixel the mean over the area that it covers; null
    /// leaves their size.</param>
    /// <exception cref="ArgumentException">A class is out of range or occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of its range.</exception>
    public ImageOptions(bool normalize = false, IReadOnlyList<int>? onlyClasses = null, bool gray = false, int? resize = null)
    {
        if (resize is < 1 or > MaxSide)
            throw new ArgumentOutOfRangeException(nameof(resize), $"resize is {resize}; expected 1 to {MaxSide}");
        (Normalize, Gray, Resize) = (normalize, gray, resize);
        OnlyClasses = onlyClasses is null ? [] : [.. onlyClasses.Order()];
        for (int i = 0; i < OnlyClasses.Length; i++)
        {
            int label = OnlyClasses[i];
            if (label is < 0 or >= LabelCount)
                throw new ArgumentException($"onlyClasses has class {label}; expected 0..{LabelCount - 1}", nameof(onlyClasses));
            if (i > 0 && label == OnlyClasses[i - 1])
                throw new ArgumentException($"onlyClasses has class {label} twice; expected each class once", nameof(onlyClasses));
        }
    }

    /// <summary>Pixels of 0..1, all classes.</summary>
    public static ImageOptions Default { get; } = new();

    /// <summary>Whether pixels are shifted and scaled to mean 0 and standard deviation 1 (of MNIST).</summary>
    public bool Normalize { get; }

    /// <summary>Whether colored images become gray.</summary>
    public bool Gray { get; }

    /// <summary>Rows and columns to bring images to; null leaves their size.</summary>
    public int? Resize { get; }

    /// <summary>The labels to keep, ascending; empty keeps all.</summary>
    public ImmutableArray<int> OnlyClasses { get; }

    /// <summary>Equal if all choices are.</summary>
    /// <param name="other">What to compare with.</param>
    public bool Equals(ImageOptions? other) =>
        other is not null && (Normalize, Gray, Resize) == (other.Normalize, other.Gray, other.Resize)
            && OnlyClasses.AsSpan().SequenceEqual(other.OnlyClasses.AsSpan());

    /// <summary>A hash of all choices.</summary>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add((Normalize, Gray, Resize));
        foreach (int label in OnlyClasses)
            hash.Add(label);
        return hash.ToHashCode();
    }
}
