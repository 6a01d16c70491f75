using L2O.Experiments;
using L2O.Files;
using L2O.Optimizers;
using L2O.Pretrained;

namespace L2O.Cli.Options;

/// <summary>Puts together what a meta-test is to do from an experiment's plan and what the user typed.</summary>
internal static class MetaTestRequest
{
    /// <summary>Takes apart what a user typed for a learned optimizer: its path, and what is put around it.</summary>
    /// <exception cref="ArgumentException">That is malformed.</exception>
    public static (string Source, string? Wrappers) PhiOf(string text)
    {
        if (File.Exists(text) || Directory.Exists(text))
            return (text, null);
        (string source, string? wrappers) = OptimizerText.SplitWrappers(text);
        if (wrappers is not null)
            OptimizerSettings.ParseWrappers(wrappers);
        return (source, wrappers);
    }

    /// <summary>
    /// Reads the phis and names them: one of the library after its name there, another single one after its architecture, several after
    /// their folders or files. A name that is a hand-designed optimizer's gets <c>learned-</c> in front.
    /// </summary>
    /// <exception cref="ArgumentException">One has inputs that nothing supplies.</exception>
    public static IReadOnlyList<(string Name, PhiFile Phi)> LoadAll(
        IReadOnlyList<(string Source, string? Wrappers)> phis, IReadOnlyList<string> taken)
    {
        var learned = new List<(string, PhiFile)>();
        var names = new HashSet<string>(taken, StringComparer.Ordinal);
        foreach ((string path, string? wrappers) in phis)
        {
            PhiFile phi = PhiSource.Load(path).RequireSuppliedInputs(path);
            string plain = PhiSource.NameOf(path) ?? (phis.Count == 1 ? NameOf(phi) : OneLine.Of(NameOf(path)));
            string name = LearnedName.Of(plain) + NameOfWrappers(wrappers), unique = name;
            for (int number = 2; !names.Add(unique); number++)
                unique = $"{name}-{number}";
            learned.Add((unique, phi));
        }
        return learned;
    }

    /// <summary>The phi file that a path means: itself, or the one in that folder.</summary>
    public static string FileOf(string path) => PhiSource.FileOf(path);

    // A folder's name may have a dot that begins no extension: rescale-0.1.
    private static string NameOf(string path) => Directory.Exists(path)
        ? Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) : Path.GetFileNameWithoutExtension(path);

    // The name is a file's too.
    private static string NameOfWrappers(string? wrappers) => wrappers is null ? "" : "-"
        + string.Concat(wrappers.Select(static character => char.IsAsciiLetterOrDigit(character) || "=.-".Contains(character)
            ? character : '-'));

    private static string NameOf(PhiFile phi)
    {
        using var compute = new Compute(threads: 1);
        return phi.Settings.Bind<float>(phi.Phi, compute).Name;
    }
}
