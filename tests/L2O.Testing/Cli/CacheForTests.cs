using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace L2O.Testing.Cli;

/// <summary>Keeps the tests out of the user's own cache of searches.</summary>
internal static class CacheForTests
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Runs before the first use of anything here, CliHarness included.")]
    internal static void Redirect() =>
        Environment.SetEnvironmentVariable(L2O.Cli.TrialCache.Variable,
            Path.Combine(Path.GetTempPath(), $"l2o-cache-{Environment.ProcessId}"));
}
