namespace L2O.Tests.Reporting;

/// <summary>A fresh folder that is deleted at the end of the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("l2o-report-").FullName;

    internal string this[string file] => System.IO.Path.Combine(Path, file);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
