using L2O.Settings;

namespace L2O.Conformance;

/// <summary>Runs cases: finds them, picks the runner of their kind, and turns what happens into a result.</summary>
/// <param name="compute">Lanes and threads for everything.</param>
internal sealed class ConformanceSuite(Compute compute)
{
    private readonly ICaseRunner[] _runners =
    [
        new PreprocessRunner(),
        new LstmStepRunner(compute),
        new OptimizeeGradientRunner(compute),
        new OptimizerTrajectoryRunner(),
        new LearnedTrajectoryRunner(compute),
        new MetaUnrollRunner(compute),
        new SymmetryDeviationRunner(),
        new TailIndexRunner(),
        new CovarianceRunner(),
        new StiffnessIndexRunner(),
    ];

    /// <summary>The folders of the cases, by name: those inside <paramref name="folder"/>, or itself if it is a case.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">The folder has no cases.</exception>
    public static IReadOnlyList<string> FindCases(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: no such folder; expected a folder of conformance cases");
        if (File.Exists(Path.Combine(folder, ConformanceCase.SettingsFile)))
            return [folder];
        string[] cases = [.. Directory.EnumerateDirectories(folder)
            .Where(static path => !ConformanceCase.NameOf(path).StartsWith('.'))
            .Order(StringComparer.Ordinal)];
        if (!cases.Any(static path => File.Exists(Path.Combine(path, ConformanceCase.SettingsFile))))
            throw new InvalidDataException(
                $"{folder}: no folder in it has a '{ConformanceCase.SettingsFile}'; expected a folder of conformance cases");
        return cases;
    }

    /// <summary>Runs one case. A damaged one fails with the reason.</summary>
    public ConformanceResult Run(string folder)
    {
        string name = ConformanceCase.NameOf(folder), kind = "";
        try
        {
            var @case = ConformanceCase.Load(folder);
            kind = @case.Kind;
            ICaseRunner? runner = Array.Find(_runners, candidate => candidate.Kind == kind);
            string? unsupported = runner is null ? $"kind '{kind}' is not in the library" : runner.WhyUnsupported(@case);
            if (unsupported is not null)
                return new ConformanceResult(name, kind, ConformanceStatus.Unsupported, null, unsupported);
            var comparison = new CaseComparison(@case);
            runner!.Run(@case, comparison);
            return Judge(name, kind, comparison.Worst!.Value);
        }
        catch (Exception failure) when (failure is not OperationCanceledException) // one bad case must not hide the others
        {
            return new ConformanceResult(name, kind, ConformanceStatus.Fail, null, ArgumentMessage.Of(failure));
        }
    }

    private static ConformanceResult Judge(string name, string kind, ComparedTensor worst) => worst.IsWithin
        ? new ConformanceResult(name, kind, ConformanceStatus.Pass, worst, null)
        : new ConformanceResult(name, kind, ConformanceStatus.Fail, worst,
            FormattableString.Invariant($"relative error {worst.Error:0.0e+00} of '{worst.Name}'; expected at most {worst.Bound:0e+00}"));
}
