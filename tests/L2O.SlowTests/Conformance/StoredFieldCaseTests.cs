using L2O.Conformance;
using Xunit;

namespace L2O.SlowTests.Conformance;

/// <summary>Stored steps of learned optimizers of the field, recorded from PyLO, where they are at hand.</summary>
public sealed class StoredFieldCaseTests
{
    private const string Variable = "L2O_CONFORMANCE_FIELD";
    private const string Beside = "L2O_CONFORMANCE"; // whose neighbor it may be
    private const string FolderName = "conformance-field";
    private const string None = "none";
    private const int Published = 16; // cases, of which none may be missing

    private static readonly string? s_folder = Folder();

    public static TheoryData<string> Names => s_folder is null ? [None]
        : [.. ConformanceSuite.FindCases(s_folder).Select(static folder => Path.GetRelativePath(s_folder, folder))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Recorded_steps_are_met(string name)
    {
        SkipWithoutCases();
        ConformanceResult result = Run(name);
        Assert.SkipWhen(result.Status == ConformanceStatus.Unsupported, $"{name}: {result.Reason}");
        Assert.True(result.Status == ConformanceStatus.Pass, $"{name}: {result.Status}, {result.Reason}");
    }

    [Fact]
    public void All_published_cases_are_met()
    {
        SkipWithoutCases();
        Assert.InRange(Names.Count(static row => Run(row.Data).Status == ConformanceStatus.Pass), Published, int.MaxValue);
    }

    private static ConformanceResult Run(string name)
    {
        using var compute = new Compute(threads: 2);
        return new ConformanceSuite(compute).Run(Path.Combine(s_folder!, name));
    }

    private static string? Folder()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder)
            return folder;
        string? beside = Environment.GetEnvironmentVariable(Beside) is { Length: > 0 } other
            ? Path.Combine(other, "..", FolderName) : null;
        return Directory.Exists(beside) ? beside : null;
    }

    private static void SkipWithoutCases() => Assert.SkipWhen(s_folder is null, $"{Variable} is not set: no stored cases to compare with");
}
