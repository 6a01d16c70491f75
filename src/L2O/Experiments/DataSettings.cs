using System.Collections.Immutable;
using L2O.Data;
using L2O.Data.Sources;
using L2O.Settings;

namespace L2O.Experiments;

/// <summary>Where data come from and how they are presented: a known dataset, or files of one's own.</summary>
public sealed record DataSettings
{
    /// <summary>Names a dataset.</summary>
    /// <param name="name">A name of the <see cref="DatasetCatalog"/>; with a path what is there: table, npy or images.</param>
    /// <param name="normalize">Whether pixels are shifted and scaled to mean 0 and standard deviation 1 (of MNIST).</param>
    /// <param name="gray">Whether colored images become gray.</param>
    /// <param name="resize">Rows and columns to bring images to, 1 to 1024; null leaves their size.</param>
    /// <param name="onlyClasses">Labels to keep; null keeps all.</param>
    /// <param name="path">A file or folder of one's own; null for a known dataset.</param>
    /// <param name="target">Column of the target; input for an autoencoder, also with a known dataset; null where the data have a target
    /// anyhow.</param>
    /// <param name="targets">File of the targets where inputs and targets are two files.</param>
    /// <param name="test">File or folder of the test split; null draws it.</param>
    /// <param name="testTargets">File of the test split's targets.</param>
    /// <param name="testShare">Share that is drawn for the test split; null means 0.2.</param>
    /// <param name="splitSeed">Seed of that draw; null means 1.</param>
    /// <param name="columns">Columns that are inputs; null means all but the target.</param>
    /// <param name="standardize">Whether inputs are brought to mean 0 and standard deviation 1 of the training split; null means yes for
    /// tables, no for all else.</param>
    /// <param name="standardizeTarget">The same for target values; null means as the inputs.</param>
    /// <param name="classification">Whether whole numbers as targets are classes; null means no in tables, yes for the integers of an npy
    /// file.</param>
    /// <param name="digests">SHA-256 of the files, see <see cref="Pin"/>; null does not check them.</param>
    /// <exception cref="ArgumentException">The name is empty, an option is out of its range, or needs a path and there is none.</exception>
    public DataSettings(
        string name = "digits",
        bool normalize = false,
        bool gray = false,
        int? resize = null,
        ImmutableArray<int>? onlyClasses = null,
        string? path = null,
        string? target = null,
        string? targets = null,
        string? test = null,
        string? testTargets = null,
        double? testShare = null,
        ulong? splitSeed = null,
        ImmutableArray<string>? columns = null,
        bool? standardize = null,
        bool? standardizeTarget = null,
        bool? classification = null,
        ImmutableArray<string>? digests = null)
    {
        if (name.AsSpan().ContainsAny(':', ',', '='))
            throw new ArgumentException(
                $"data.name is '{name}'; expected a name alone, the rest in data.path, ..., or all of it behind --data");
        (Name, OnlyClasses) = (Named(name), Given(onlyClasses));
        Options = new DatasetOptions
        {
            Target = target,
            Targets = targets,
            Test = test,
            TestTargets = testTargets,
            TestShare = testShare,
            SplitSeed = splitSeed,
            Columns = Given(columns),
            Standardize = standardize,
            StandardizeTarget = standardizeTarget,
            Classification = classification,
            Images = new ImageOptions(normalize, OnlyClasses, gray, resize),
        };
        (Path, Digests) = (path, Given(digests));
        CheckPath();
    }

    /// <summary>The dataset's name; with a path what is there.</summary>
    public string Name { get; }

    /// <summary>Whether pixels are shifted and scaled.</summary>
    public bool Normalize => Options.Images.Normalize;

    /// <summary>Whether colored images become gray.</summary>
    public bool Gray => Options.Images.Gray;

    /// <summary>Rows and columns to bring images to; null leaves their size.</summary>
    public int? Resize => Options.Images.Resize;

    /// <summary>Labels to keep; null keeps all.</summary>
    public ImmutableArray<int>? OnlyClasses { get; }

    /// <summary>A file or folder of one's own; null for a known dataset.</summary>
    public string? Path { get; }

    /// <summary>Column of the target; input for an autoencoder; null where the data have a target anyhow.</summary>
    public string? Target => Options.Target;

    /// <summary>File of the targets where inputs and targets are two files.</summary>
    public string? Targets => Options.Targets;

    /// <summary>File or folder of the test split; null draws it.</summary>
    public string? Test => Options.Test;

    /// <summary>File of the test split's targets.</summary>
    public string? TestTargets => Options.TestTargets;

    /// <summary>Share that is drawn for the test split; null means 0.2.</summary>
    public double? TestShare => Options.TestShare;

    /// <summary>Seed of that draw; null means 1.</summary>
    public ulong? SplitSeed => Options.SplitSeed;

    /// <summary>Columns that are inputs; null means all but the target.</summary>
    public ImmutableArray<string>? Columns => Options.Columns;

    /// <summary>Whether inputs are standardized; null means yes for tables, no for all else.</summary>
    public bool? Standardize => Options.Standardize;

    /// <summary>Whether target values are; null means as the inputs.</summary>
    public bool? StandardizeTarget => Options.StandardizeTarget;

    /// <summary>Whether whole numbers as targets are classes.</summary>
    public bool? Classification => Options.Classification;

    /// <summary>SHA-256 of each of the <see cref="Files"/>, which are refused when they have others; null does not check them.</summary>
    public ImmutableArray<string>? Digests { get; }

    /// <summary>The same for the readers.</summary>
    public DatasetOptions Options { get; }

    /// <summary>Files and folders of one's own that are read; none for a known dataset.</summary>
    public ImmutableArray<string> Files => [.. new[] { Path, Targets, Test, TestTargets }.OfType<string>()];

    /// <summary>
    /// Reads a dataset as it is written behind <c>--data</c>: <c>mnist</c>, <c>mnist,target=input</c>,
    /// <c>table:houses.csv,target=price,columns=size;age</c>.
    /// </summary>
    /// <param name="text">A name, or what there is, a colon and a path; then options by the names of the configuration, lists separated by
    /// semicolons.</param>
    /// <exception cref="ArgumentException">It is malformed, or an option is unknown or out of its range.</exception>
    public static DataSettings Parse(string text) =>
        SettingsOverrides.Apply(new DataSettings(), DataText.Assignments(text, prefix: "", new DataSettings()));

    /// <summary>Reads both splits into memory.</summary>
    /// <param name="folder">Where known datasets lie.</param>
    /// <param name="threads">Threads for computing; 0 means one for each core. The result does not depend on it.</param>
    /// <param name="readers">Readers besides the library's own, for files of one's own.</param>
    /// <exception cref="ArgumentException">There is no such dataset or reader, or an option does not go with it.</exception>
    /// <exception cref="InvalidDataException">A file is malformed, or has another digest than was stored.</exception>
    /// <exception cref="IOException">A file is missing or unreadable.</exception>
    public DataSplits Load(DataFolder folder, int threads = 0, params IReadOnlyList<IDatasetReader> readers)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (Path is null)
        {
            DataSplits known = folder.Load(Name, Options.Images, threads);
            return Options.IsAutoencoder ? Named(AutoencoderDataset.Of(known)) : known;
        }
        for (int i = 0; Digests is { } digests && i < digests.Length; i++)
            if (FileDigest.Of(Files[i]) is var found && found != digests[i])
                throw new InvalidDataException(
                    $"{Files[i]} is not what it was: its SHA-256 is {found}; expected {digests[i]}, as stored in data.digests");
        return Named(DatasetReaders.Read(Name, Path, Options, readers));
    }

    /// <summary>The same settings with the digests of the files as they are now; unchanged for a known dataset.</summary>
    /// <exception cref="IOException">A file is missing or unreadable.</exception>
    public DataSettings Pin() => Path is null ? this
        : SettingsOverrides.Apply(this, [$"digests={string.Join(',', Files.Select(FileDigest.Of))}"]);

    /// <summary>An autoencoder's data under a name of their own: results on them are none on the dataset's classes.</summary>
    private static DataSplits Named(DataSplits data) => data.Train.Target == TargetKind.Input
        ? data with { Name = $"{data.Name} (autoencoder)" } : data;

    private static string Named(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return name;
    }

    private static ImmutableArray<T>? Given<T>(ImmutableArray<T>? values) => values is { IsDefaultOrEmpty: false } ? values : null;

    private void CheckPath()
    {
        if (Path is { Length: 0 })
            throw new ArgumentException($"data.path is empty; expected the path of a file or folder, {Name} data");
        if (Path is null)
            (Options with { Target = Options.IsAutoencoder ? null : Target })
                .Require($"'{Name}'", "normalize", "gray", "resize", "onlyClasses", "target=input");
        if (Digests is { } given && given.Length != Files.Length)
            throw new ArgumentException($"data.digests has {given.Length} digests; expected {Files.Length}, one for each file");
    }

    /// <summary>Whether name, files and presentation are equal.</summary>
    public bool Equals(DataSettings? other) => other is not null && SettingsJson.Format(this) == SettingsJson.Format(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Path, Target);

    /// <summary>
    /// The name, with what is not as usual, e.g. <c>mnist (normalize, classes 0 1)</c> or <c>houses.csv (target price)</c>.
    /// </summary>
    public override string ToString()
    {
        string[] options =
        [
            .. Target is { } target ? (string[])[$"target {target}"] : [],
            .. Targets is { } targets ? (string[])[$"targets {System.IO.Path.GetFileName(targets)}"] : [],
            .. Columns is { } columns ? (string[])[$"columns {string.Join(' ', columns)}"] : [],
            .. Normalize ? (string[])["normalize"] : [],
            .. Gray ? (string[])["gray"] : [],
            .. Resize is { } size ? (string[])[$"{size}x{size}"] : [],
            .. OnlyClasses is { } classes ? (string[])[$"classes {string.Join(' ', classes)}"] : [],
        ];
        string name = Path is { } path ? System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(path)) : Name;
        return options.Length == 0 ? name : $"{name} ({string.Join(", ", options)})";
    }
}
