using System.CommandLine;
using L2O.Bench;
using L2O.Cli.Options;
using L2O.Cli.Progress;
using L2O.Data;
using L2O.Data.Sources;
using L2O.Files;

namespace L2O.Cli.Commands;

/// <summary><c>l2o bench</c>: what an iteration takes, how near the kernels come to the processor's peak, how cost grows.</summary>
internal sealed class BenchCommand : CliCommand
{
    private const string Everything = "all";

    private readonly Option<string> _data = StandardOptions.Data();
    private readonly Option<string?> _dataDir = StandardOptions.DataDir();
    private readonly Option<int> _threads = StandardOptions.Threads();
    private readonly Option<string?> _json = StandardOptions.JsonFile();
    private readonly Option<bool> _quick = new("--quick") { Description = "Shorter measurements and smaller sizes: under half a minute" };
    private readonly Option<double> _seconds = ValueOptions.Number("--seconds",
        "Time for each measurement; --quick takes a fifth of it", 1, above: 0);
    private readonly Option<string> _only = ValueOptions.OneOf(
        "--only", "Measure one part alone", Everything,
            [Everything, .. Enum.GetNames<BenchPart>().Select(static name => name.ToLowerInvariant())]);

    private readonly Option<bool> _dynamics =
        new("--dynamics") { Description = "What live measures add to an iteration, and what a snapshot takes: a minute and a half" };

    public BenchCommand()
        : base(
            "bench",
            "Measure meta-training, meta-testing and memory, the kernels' share of the processor's multiply-add peak, and how cost " +
                "grows with n and U.",
            "l2o bench --quick",
            "l2o bench --data mnist --threads 2 --json bench.json")
    {
        foreach (Option option in (Option[])[_data, _dataDir, _threads, _json, _quick, _seconds, _only, _dynamics])
            Options.Add(option);
    }

    public override int Run(Invocation invocation)
    {
        BenchSettings settings = Settings(invocation);
        string? json = invocation.Get(_json);
        CheckWritable(json);
        var plan = new ProgressPlan("benchmark", "measurements",
            new BenchSession(settings, static _ => { }, invocation.Cancellation).Total);
        BenchReport report = invocation.WithProgress(plan,
            progress => new BenchSession(settings, done => progress.Report(done), invocation.Cancellation).Run());
        new BenchTables(invocation.Terminal.CreateOutputConsole()).Show(report);
        if (json is not null)
            AtomicFile.WriteText(json, report.ToJson());
        return ExitCode.Done;
    }

    private BenchSettings Settings(Invocation invocation)
    {
        bool quick = invocation.Get(_quick);
        string data = DatasetCatalog.Find(invocation.Get(_data)).Name;
        double seconds = invocation.Get(_seconds) * (quick ? 0.2 : 1);
        var settings = new BenchSettings(data, DataFolder.Resolve(invocation.Get(_dataDir)),
            invocation.Get(_threads), seconds, quick ? 0.15 : 0.3);
        if (quick)
            settings = settings with { Coordinates = [1 << 14, 1 << 16, 1 << 18], Unrolls = [10, 50, 200] };
        if (invocation.Get(_dynamics))
            return settings with { Parts = [BenchPart.Dynamics, BenchPart.Snapshots] };
        string only = invocation.Get(_only);
        if (only != Everything)
            return settings with { Parts = [Enum.Parse<BenchPart>(only, ignoreCase: true)] };
        return quick ? settings with { Parts = settings.Parts.Remove(BenchPart.Snapshots) } : settings;
    }

    /// <summary>Minutes of measuring must not end in a path that nobody can write to.</summary>
    private static void CheckWritable(string? json)
    {
        if (json is null)
            return;
        if (string.IsNullOrWhiteSpace(json) || Directory.Exists(json))
            throw new UsageException(
                $"JSON file '{json}' is {(string.IsNullOrWhiteSpace(json) ? "no path" : "a folder")}; expected a file name");
        string folder = Path.GetDirectoryName(Path.GetFullPath(json)) ?? "";
        if (!Directory.Exists(folder))
            throw new UsageException($"JSON file '{json}' can't be written, folder '{folder}' does not exist; expected an existing folder");
    }
}
