using System.Collections.Immutable;
using L2O.Data.Fitted;

namespace L2O.Data;

/// <summary>
/// How data of one's own are read: which part is the target, where the test split comes from, how values are scaled. Every format knows
/// some of these.
/// </summary>
public sealed record DatasetOptions
{
    /// <summary>Name of the target that means the inputs themselves, as in an autoencoder.</summary>
    public const string InputTarget = "input";

    /// <summary>The target: a column of a table, or <see cref="InputTarget"/>; null where the format has one anyhow.</summary>
    public string? Target { get; init; }

    /// <summary>The file of the targets where inputs and targets are two files.</summary>
    public string? Targets { get; init; }

    /// <summary>The file or folder of the test split; null draws it from the data.</summary>
    public string? Test { get; init; }

    /// <summary>The file of the test split's targets where inputs and targets are two files.</summary>
    public string? TestTargets { get; init; }

    /// <summary>
    /// Share of the samples that is drawn for the test split, between 0 and 1; null means <see cref="DefaultTestShare"/>.
    /// </summary>
    public double? TestShare { get; init; }

    /// <summary>Seed of that draw; null means 1.</summary>
    public ulong? SplitSeed { get; init; }

    /// <summary>Columns that are inputs; null takes all but the target.</summary>
    public ImmutableArray<string>? Columns { get; init; }

    /// <summary>
    /// Whether inputs are shifted and scaled to mean 0 and standard deviation 1 of the training split, column by column; null means yes for
    /// tables and no for all else.
    /// </summary>
    public bool? Standardize { get; init; }

    /// <summary>
    /// Whether target values are shifted and scaled likewise, so that a squared error of 1 is that of the mean; null means as the inputs.
    /// </summary>
    public bool? StandardizeTarget { get; init; }

    /// <summary>
    /// Whether whole numbers as targets are classes; null means that numbers are values, and integers of an npy file classes.
    /// </summary>
    public bool? Classification { get; init; }

    /// <summary>How images are presented.</summary>
    public ImageOptions Images { get; init; } = ImageOptions.Default;

    /// <summary>
    /// Reads the whole file as data like these were, to predict its targets, which need not be there; null for data to train on.
    /// </summary>
    internal FittedData? Fitted { get; init; }

    /// <summary>Share of the samples that is drawn for the test split unless another is asked for.</summary>
    public static double DefaultTestShare => 0.2;

    /// <summary>Whether the inputs are the targets.</summary>
    public bool IsAutoencoder => Target == InputTarget;

    /// <summary>Refuses options that a format does not know.</summary>
    /// <param name="kind">The format's name, e.g. <c>npy</c>.</param>
    /// <param name="known">Names of the options that it knows, in camel case as in configurations.</param>
    /// <exception cref="ArgumentException">
    /// Another option is set, the share is no share, or one is drawn although a test split is given.
    /// </exception>
    public void Require(string kind, params IReadOnlyList<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        foreach ((string name, bool isSet) in Settings())
            if (isSet && !known.Contains(name))
                throw new ArgumentException($"data option '{name}' does not go with {kind} data; expected one of "
                    + $"{string.Join(", ", known)}");
        if (TestShare is { } share && !(share is > 0 and < 1))
            throw new ArgumentException(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"data option 'testShare' is {share}; expected a share between 0 and 1"));
        if (Test is not null && (TestShare is not null || SplitSeed is not null))
            throw new ArgumentException($"data option '{(TestShare is null ? "splitSeed" : "testShare")}' does not go with 'test'; "
                + "expected a test split or a share that is drawn");
    }

    private IEnumerable<(string Name, bool IsSet)> Settings() =>
    [
        ("target", Target is not null), ("targets", Targets is not null), ("test", Test is not null),
            ("testTargets", TestTargets is not null), ("testShare", TestShare is not null),
        ("splitSeed", SplitSeed is not null), ("columns", Columns is not null), ("standardize", Standardize is not null),
            ("standardizeTarget", StandardizeTarget is not null),
        ("classification", Classification is not null), ("normalize", Images.Normalize), ("gray", Images.Gray),
            ("resize", Images.Resize is not null), ("onlyClasses", !Images.OnlyClasses.IsEmpty),
    ];
}
