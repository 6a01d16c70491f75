using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using L2O.Data;
using L2O.MetaTraining;
using L2O.Optimizees;
using L2O.Optimizers.Learned.Lstm;

namespace L2O.Bench;

/// <summary>
/// Peak resident memory of a process that loads the data and meta-trains. A peak never falls, so it takes a process of its
/// own: the parent starts the same program with this part alone and reads the figure from the JSON that it writes.
/// </summary>
internal static class MemoryBench
{
    private const double Megabyte = 1e6;

    /// <summary>Loads, meta-trains a short epoch in this process, and gives its peak in units of 10^6 bytes.</summary>
    public static double MeasureHere(BenchSettings settings, CancellationToken cancellation)
    {
        using var compute = new Compute(settings.Threads);
        DataSplits data = settings.Folder.Load(settings.Data, threads: settings.Threads);
        int inputSize = data.Train.InputShape.Aggregate(1, static (product, size) => product * size);
        IOptimizee<float> optimizee = OptimizeeCatalog.Create<float>(BenchSettings.Optimizee, inputSize, data.Train.ClassCount, compute);
        var training = new MetaTrainingSettings(epochs: 1, runsPerEpoch: 1, testRuns: 1, iterations: 100,
            unroll: BenchSettings.Unroll, batchSize: BenchSettings.BatchSize);
        new MetaTrainer<float>(new CoordinateLstm(), optimizee, data.Train, training, seed: 1, compute)
            .RunEpoch(cancellation: cancellation);
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / Megabyte;
    }

    /// <summary>The same in a process of its own.</summary>
    /// <exception cref="IOException">The process could not be started, or failed.</exception>
    public static double MeasureInChild(BenchSettings settings, CancellationToken cancellation)
    {
        string json = Path.GetTempFileName();
        try
        {
            string[] arguments =
            [
                "bench", "--only", "memory", "--data", settings.Data, "--data-dir", settings.Folder.Root,
                "--threads", settings.Threads.ToString(CultureInfo.InvariantCulture), "--json", json, "--quiet",
            ];
            using Process child =
                Process.Start(new ProcessStartInfo(Program(), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
                ?? throw new IOException($"'{Program()}' did not start; expected the l2o program beside this one");
            using CancellationTokenRegistration registration = cancellation.Register(child.Kill);
            Task<string> errors = child.StandardError.ReadToEndAsync(CancellationToken.None);
            child.StandardOutput.ReadToEnd();
            child.WaitForExit();
            cancellation.ThrowIfCancellationRequested();
            if (child.ExitCode != 0)
                throw new IOException($"the process for the memory measurement ended with code {child.ExitCode}: {errors.Result.Trim()}");
            using var document = JsonDocument.Parse(File.ReadAllText(json));
            return document.RootElement.GetProperty("peakMegabytes").GetDouble();
        }
        finally
        {
            File.Delete(json);
        }
    }

    /// <summary>This program's executable, also where another program (a test) hosts its code.</summary>
    private static string Program()
    {
        string own = Environment.ProcessPath ?? "";
        return Path.GetFileNameWithoutExtension(own) == "l2o"
            ? own
            : Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "l2o.exe" : "l2o");
    }
}
