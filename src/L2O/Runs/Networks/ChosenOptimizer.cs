using L2O.Optimizers;
using L2O.Pretrained;

namespace L2O.Runs.Networks;

/// <summary>An optimizer by what a user writes: a learned one with what is put around it, or the text of any other.</summary>
/// <param name="Text">As written.</param>
/// <param name="Phi">The learned optimizer; null for a hand-designed one.</param>
/// <param name="Wrappers">What is put around a learned one; null for nothing.</param>
internal sealed record ChosenOptimizer(string Text, PhiFile? Phi, string? Wrappers)
{
    /// <summary>Reads a text.</summary>
    /// <exception cref="ArgumentException">It says no whole optimizer, or a learned one whose inputs nobody supplies.</exception>
    /// <exception cref="FileNotFoundException">It is a path with nothing there.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static ChosenOptimizer Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        (string source, string? wrappers) = Split(text);
        if (!IsLearned(source))
        {
            OptimizerSettings settings = OptimizerSettings.Parse(text);
            return settings.IsComplete ? new ChosenOptimizer(text, null, null)
                : throw new ArgumentException($"optimizer '{text}' has no learning rate; expected one, as in {settings.Name}@0.01");
        }
        return new ChosenOptimizer(text, PhiSource.Load(source).RequireSuppliedInputs(text), wrappers);
    }

    /// <summary>Reads a text again whose learned optimizer was copied into a folder.</summary>
    /// <param name="text">As it was written.</param>
    /// <param name="copy">The copy; not looked at for a hand-designed optimizer.</param>
    public static ChosenOptimizer Restore(string text, string copy) => File.Exists(copy)
        ? new ChosenOptimizer(text, PhiFile.Load(copy).RequireSuppliedInputs(text), Split(text).Wrappers) : Parse(text);

    /// <summary>Makes it.</summary>
    /// <param name="compute">Lanes and threads of a learned one.</param>
    public IOptimizer<float> Create(Compute compute)
    {
        if (Phi is null)
            return OptimizerText.Parse<float>(Text);
        IOptimizer<float> learned = Phi.Settings.Bind<float>(Phi.Phi, compute);
        return Wrappers is null ? learned : OptimizerSettings.ParseWrappers(Wrappers).Wrap(learned);
    }

    // A folder that is called adam does not hide Adam.
    private static bool IsLearned(string source) => !OptimizerCatalog.Names.Contains(source)
        && (PhiSource.IsPretrained(source) || File.Exists(source) || Directory.Exists(source)
            || source.StartsWith(PhiSource.Prefix, StringComparison.Ordinal) || source.EndsWith(".safetensors", StringComparison.Ordinal)
            || source.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal));

    private static (string Source, string? Wrappers) Split(string text)
    {
        if (IsLearned(text) && (File.Exists(text) || Directory.Exists(text)))
            return (text, null);
        (string source, string? wrappers) = OptimizerText.SplitWrappers(text);
        if (wrappers is not null && IsLearned(source))
            OptimizerSettings.ParseWrappers(wrappers);
        return (source, wrappers);
    }
}
