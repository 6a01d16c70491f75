using System.Reflection;
using System.Runtime.Loader;
using L2O.Settings;

namespace L2O.Cli;

/// <summary>Assemblies with learned optimizers of other people.</summary>
internal static class Plugins
{
    /// <summary>Loads them, so that their learned optimizers are found by name.</summary>
    /// <param name="files">Their files.</param>
    /// <exception cref="UsageException">One is not there, is no assembly, or has no learned optimizer.</exception>
    public static void Load(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            if (!File.Exists(file))
                throw new UsageException($"plugin '{file}': no such file; expected a .NET assembly");
            try
            {
                Assembly assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(file));
                if (!SettingsKinds.In(assembly).Any())
                    throw new UsageException(
                        $"plugin '{file}' has no learned optimizer; expected a record of ILearnedOptimizer with [LearnedOptimizerKind]");
            }
            catch (Exception failure) when (failure is BadImageFormatException or FileLoadException or FileNotFoundException
                or ReflectionTypeLoadException)
            {
                throw new UsageException($"plugin '{file}' can't be loaded; expected a .NET assembly that was built against this version");
            }
        }
    }
}
