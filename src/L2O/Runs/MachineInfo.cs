using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using L2O.Kernels.Lanes;

namespace L2O.Runs;

/// <summary>What measured times depend on: program, system, processor.</summary>
/// <param name="Version">The program's version, e.g. <c>0.1.0</c>.</param>
/// <param name="Commit">The source's commit; null if the build did not know it.</param>
/// <param name="Runtime">Name and version of the .NET runtime.</param>
/// <param name="System">The operating system with its version.</param>
/// <param name="Architecture">The process's instruction set, e.g. <c>x64</c>.</param>
/// <param name="Processor">The processor's model.</param>
/// <param name="Cores">Logical cores that this process may use.</param>
/// <param name="Lanes">Width of the widest accelerated registers in bits; 0 means scalar code.</param>
/// <param name="Threads">Threads that the work uses.</param>
/// <param name="MemoryMegabytes">Memory that this process may use, in units of 10^6 bytes.</param>
internal sealed record MachineInfo(
    string Version,
    string? Commit,
    string Runtime,
    string System,
    string Architecture,
    string Processor,
    int Cores,
    int Lanes,
    int Threads,
    long MemoryMegabytes)
{
    /// <summary>
    /// Whether the processor rounds a product and a sum once in hardware; where it does not, software keeps the bits, some 60 times slower.
    /// </summary>
    public bool FusedMultiplyAdd { get; init; } = true;

    /// <summary>What a user should know of this machine before long work; null if there is nothing.</summary>
    public string? Warning => FusedMultiplyAdd
        ? null
        : "this processor has no fused multiply-add, so software does it: the results are the same, but take some 60 times as long";

    /// <summary>This machine.</summary>
    /// <param name="threads">Threads that the work uses; 0 as in <see cref="Compute"/>.</param>
    public static MachineInfo Here(int threads)
    {
        using var compute = new Compute(threads);
        string[] version = InformationalVersion.Split('+', 2);
        return new MachineInfo(
            version[0],
            version.Length > 1 ? version[1] : null,
            RuntimeInformation.FrameworkDescription,
            RuntimeInformation.OSDescription,
            RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
            ProcessorModel(),
            Environment.ProcessorCount,
            (int)compute.Lanes,
            compute.Threads,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1_000_000)
        {
            FusedMultiplyAdd = LaneDispatch.HasFusedMultiplyAdd,
        };
    }

    /// <summary>The same as names and values in the order to show.</summary>
    /// <param name="hasThreads">Whether the threads are among them.</param>
    public IEnumerable<(string Key, string Value)> Facts(bool hasThreads = true)
    {
        yield return ("program", $"l2o {Version}{(Commit is { } commit ? $", commit {commit}" : "")}");
        yield return ("runtime", $"{Runtime}, {Architecture}");
        yield return ("processor", $"{Processor}, {Cores} cores");
        yield return ("lanes", Lanes == 0 ? "scalar" : $"{Lanes} bits");
        if (hasThreads)
            yield return ("threads", Threads.ToString(CultureInfo.InvariantCulture));
    }

    private static string InformationalVersion =>
        typeof(MachineInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    private static string ProcessorModel()
    {
        const string linux = "/proc/cpuinfo";
        if (File.Exists(linux))
            foreach (string line in File.ReadLines(linux))
                if (line.StartsWith("model name", StringComparison.Ordinal))
                    return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown"; // set by Windows
    }
}
