using System.Collections.Immutable;
using L2O.Data;

namespace L2O.Experiments;

/// <summary>A dataset and how its images are presented.</summary>
public sealed record DataSettings
{
    /// <summary>Names a dataset.</summary>
    /// <param name="name">A name of the <see cref="DatasetCatalog"/>.</param>
    /// <param name="normalize">Whether pixels are shifted and scaled to mean 0 and standard deviation 1 (of MNIST).</param>
    /// <param name="grey">Whether coloured images become grey.</param>
    /// <param name="resize">Rows and columns to bring images to, 1 to 1024; null leaves their size.</param>
    /// <param name="onlyClasses">Labels to keep; null keeps all.</param>
    /// <exception cref="ArgumentException">The name is empty, or an option is out of its range.</exception>
    public DataSettings(string name = "digits", bool normalize = false, bool grey = false,
        int? resize = null, ImmutableArray<int>? onlyClasses = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        OnlyClasses = onlyClasses is { IsDefaultOrEmpty: false } ? onlyClasses : null;
        Options = new ImageOptions(normalize, OnlyClasses, grey, resize);
    }

    /// <summary>The dataset's name.</summary>
    public string Name { get; }

    /// <summary>Whether pixels are shifted and scaled.</summary>
    public bool Normalize => Options.Normalize;

    /// <summary>Whether coloured images become grey.</summary>
    public bool Grey => Options.Grey;

    /// <summary>Rows and columns to bring images to; null leaves their size.</summary>
    public int? Resize => Options.Resize;

    /// <summary>Labels to keep; null keeps all.</summary>
    public ImmutableArray<int>? OnlyClasses { get; }

    /// <summary>The same for the readers.</summary>
    public ImageOptions Options { get; }

    /// <summary>Whether name and presentation are equal.</summary>
    public bool Equals(DataSettings? other) => other is not null && Name == other.Name && Options.Equals(other.Options);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Options);

    /// <summary>The name, with what is not as usual, e.g. <c>mnist (normalize, classes 0 1)</c>.</summary>
    public override string ToString()
    {
        string[] options =
        [
            .. Normalize ? (string[])["normalize"] : [],
            .. Grey ? (string[])["grey"] : [],
            .. Resize is { } size ? (string[])[$"{size}x{size}"] : [],
            .. OnlyClasses is { } classes ? (string[])[$"classes {string.Join(' ', classes)}"] : [],
        ];
        return options.Length == 0 ? Name : $"{Name} ({string.Join(", ", options)})";
    }
}
