using System.Runtime.CompilerServices;

namespace L2O.Tests.Cli;

/// <summary>Keeps the tests out of the user's own cache of searches.</summary>
internal static class CacheForTests
{
    [ModuleInitializer]
    internal static void Redirect() =>
        Environment.SetEnvironmentVariable(L2O.Cli.TrialCache.Variable,
            Path.Combine(Path.GetTempPath(), $"l2o-cache-{Environment.ProcessId}"));
}
