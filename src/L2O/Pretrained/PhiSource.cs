using System.Collections.Immutable;
using System.Reflection;
using L2O.Files;
using L2O.Numerics;

namespace L2O.Pretrained;

/// <summary>
/// Learned optimizers by what a user writes: a file, the folder of a meta-training, or <c>pretrained/NAME</c> for one that comes with the
/// library. The names of the latter go before files of that path.
/// </summary>
internal static class PhiSource
{
    /// <summary>What the names of those that come with the library begin with.</summary>
    public const string Prefix = "pretrained/";

    private const string NamePrefix = "l2o-";

    private static readonly Assembly s_library = typeof(PhiSource).Assembly;

    /// <summary>All names that come with the library, in alphabetical order, each with its <see cref="Prefix"/>.</summary>
    public static ImmutableArray<string> Pretrained { get; } =
        [.. s_library.GetManifestResourceNames().Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    /// <summary>Whether a text names one that comes with the library.</summary>
    /// <param name="text">As a user writes it.</param>
    public static bool IsPretrained(string text) => Pretrained.Contains(text);

    /// <summary>
    /// What one that comes with the library is called in tables, e.g. <c>l2o-sigmoid</c>; null for a file or folder.
    /// </summary>
    /// <param name="text">As a user writes it.</param>
    public static string? NameOf(string text) => IsPretrained(text) ? $"{NamePrefix}{text[Prefix.Length..]}" : null;

    /// <summary>
    /// The path that a text means: the file, or the one in that folder; the text itself where it names one that comes with the library.
    /// </summary>
    /// <param name="text">As a user writes it.</param>
    public static string FileOf(string text) => !IsPretrained(text) && Directory.Exists(text) ? Path.Combine(text, PhiFile.FileName) : text;

    /// <summary>Reads the learned optimizer that a text means.</summary>
    /// <param name="text">As a user writes it.</param>
    /// <exception cref="FileNotFoundException">There is no such file, and no such name in the library.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or its tensors are not a learned optimizer's.</exception>
    public static PhiFile Load(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (IsPretrained(text))
        {
            using Stream stream = s_library.GetManifestResourceStream(text)!;
            return PhiFile.Read(SafetensorsFile.Read(stream, text));
        }
        string path = FileOf(text);
        return File.Exists(path) || !text.StartsWith(Prefix, StringComparison.Ordinal)
            ? PhiFile.Load(path) : throw new FileNotFoundException(
            $"unknown learned optimizer '{text}'; expected a file, the folder of a meta-training, or one of " +
                $"{string.Join(", ", Pretrained)}{(NearestName.Find(text, Pretrained) is { } near ? $"; did you mean '{near}'?" : "")}");
    }
}
