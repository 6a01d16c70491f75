using System.CommandLine;
using System.Text.Json;
using L2O.Cli.Describing;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.Data;
using L2O.Data.Sources;

namespace L2O.Cli.Commands.Data;

/// <summary><c>l2o data list</c>: all known datasets and whether they are there.</summary>
internal sealed class DataListCommand : CliCommand
{
    private readonly Option<string?> _dataDir = StandardOptions.DataDir();
    private readonly Option<bool> _json = StandardOptions.JsonFlag();

    public DataListCommand()
        : base("list", "List the datasets, and which of them are there.", "l2o data list", "l2o data list --data-dir ~/data --json")
    {
        Options.Add(_dataDir);
        Options.Add(_json);
    }

    /// <summary>What is in a data folder.</summary>
    public static DataInfo Look(string? dataDir)
    {
        var folder = DataFolder.Resolve(dataDir);
        return new DataInfo(folder.Root, [.. DatasetCatalog.All.Select(source => new DataInfo.Entry(source.Name, State(folder, source)))]);
    }

    public override int Run(Invocation invocation)
    {
        DataInfo info = Look(invocation.Get(_dataDir));
        TextWriter output = invocation.Terminal.Output;
        if (invocation.Get(_json))
        {
            output.WriteLine(JsonSerializer.Serialize(info, JsonText.Options));
            return ExitCode.Done;
        }
        invocation.Terminal.Print($"folder {info.Folder}");
        foreach ((DatasetSource source, DataInfo.Entry entry) in DatasetCatalog.All.Zip(info.Datasets))
            invocation.Terminal.Print($"{source.Name,-15} {entry.State,-52} {source.Description}");
        return ExitCode.Done;
    }

    private static string State(DataFolder folder, DatasetSource source) =>
        source.IsEmbedded ? "built in"
        : folder.Place(source) is { } place
            ? Path.TrimEndingDirectorySeparator(place).StartsWith(folder.FolderOf(source), StringComparison.Ordinal) ? "found"
                : $"found in {place}"
        : source.Mirrors.IsEmpty ? "not found" : $"not found; 'l2o data get {source.Name}' downloads it";
}
