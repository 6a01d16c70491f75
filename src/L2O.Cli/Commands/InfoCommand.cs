using System.CommandLine;
using System.Text.Json;
using L2O.Cli.Describing;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.Pretrained;
using L2O.Runs;

namespace L2O.Cli.Commands;

/// <summary><c>l2o info</c>: the program, the machine, and the data that is there.</summary>
internal sealed class InfoCommand : CliCommand
{
    private readonly Option<string?> _dataDir = StandardOptions.DataDir();
    private readonly Option<int> _threads = StandardOptions.Threads();
    private readonly Option<bool> _json = StandardOptions.JsonFlag();
    private readonly Func<string?, DataInfo>? _findData;

    /// <param name="findData">Looks into the data folder, given the value of <c>--data-dir</c>; without it the command says nothing about
    /// data.</param>
    public InfoCommand(Func<string?, DataInfo>? findData = null)
        : base("info", "Show version, processor, register width, threads, memory and the datasets and learned optimizers that are there.",
            "l2o info", "l2o info --json")
    {
        _findData = findData;
        Options.Add(_dataDir);
        Options.Add(_threads);
        Options.Add(_json);
    }

    public override int Run(Invocation invocation)
    {
        var machine = MachineInfo.Here(invocation.Get(_threads));
        DataInfo? data = _findData?.Invoke(invocation.Get(_dataDir));
        TextWriter output = invocation.Terminal.Output;
        if (invocation.Get(_json))
            output.WriteLine(
                JsonSerializer.Serialize(new
                {
                    machine,
                    data,
                    pretrained = PhiSource.Pretrained.Select(static name => new { name, origin = PhiSource.Load(name).Origin })
                },
                JsonText.Options));
        else
        {
            WriteText(output, machine, data);
            WritePretrained(output);
        }
        return ExitCode.Done;
    }

    private static void WriteText(TextWriter output, MachineInfo machine, DataInfo? data)
    {
        output.WriteLine($"l2o        {machine.Version}{(machine.Commit is { } commit ? $" (commit {commit})" : "")}");
        output.WriteLine($"runtime    {machine.Runtime}, {machine.Architecture}");
        output.WriteLine($"system     {machine.System}");
        output.WriteLine($"processor  {machine.Processor}, {machine.Cores} cores");
        output.WriteLine($"lanes      {(machine.Lanes == 0 ? "scalar" : $"{machine.Lanes} bits")}");
        if (machine.Warning is { } warning)
            output.WriteLine($"warning    {warning}");
        output.WriteLine($"threads    {machine.Threads}");
        output.WriteLine($"memory     {machine.MemoryMegabytes} MB");
        if (data is null)
            return;
        output.WriteLine($"data       {data.Folder}");
        foreach (DataInfo.Entry entry in data.Datasets)
            output.WriteLine($"  {entry.Name,-15} {entry.State}");
    }

    private static void WritePretrained(TextWriter output)
    {
        if (PhiSource.Pretrained.IsEmpty)
            return;
        output.WriteLine("learned optimizers that come with the program, wherever a PHI is asked for");
        foreach (string name in PhiSource.Pretrained)
            output.WriteLine(
                $"  {name,-24} {string.Join(", ", PhiSource.Load(name).Origin.Select(static fact => $"{fact.Key} {fact.Value}"))}");
    }
}
