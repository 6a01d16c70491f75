using System.CommandLine;
using L2O.Cli.Options;
using L2O.Cli.Progress;
using L2O.Data;
using L2O.Data.Sources;

namespace L2O.Cli.Commands.Data;

/// <summary><c>l2o data get</c>: downloads a dataset, or finishes a download that broke off.</summary>
internal sealed class DataGetCommand : CliCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "Dataset: mnist, fashion-mnist or cifar-10" };
    private readonly Option<string?> _dataDir = StandardOptions.DataDir();

    public DataGetCommand()
        : base("get", "Download a dataset from public mirrors, tried in turn; goes on where an earlier download broke off.",
            "l2o data get mnist", "l2o data get cifar-10 --data-dir ~/data")
    {
        Arguments.Add(_name);
        Options.Add(_dataDir);
    }

    public override int Run(Invocation invocation)
    {
        DatasetSource source = DatasetCatalog.Find(invocation.Get(_name));
        var folder = DataFolder.Resolve(invocation.Get(_dataDir));
        if (source.IsEmbedded)
        {
            invocation.Terminal.Output.WriteLine($"{source.Name} is built in, nothing to download");
            return ExitCode.Done;
        }
        if (source.Mirrors.IsEmpty)
            throw new UsageException($"{source.Name} can't be downloaded; {source.HowToGet} (into {folder.FolderOf(source)})");
        invocation.Kept = "what arrived is kept, the same command goes on from there";
        using var client = new HttpClient();
        var downloader = new DatasetDownloader(client);
        downloader.GetAsync(source, folder, new DownloadDisplay(invocation), invocation.Cancellation).GetAwaiter().GetResult();
        invocation.Terminal.Print($"{source.Name} is in {folder.Place(source) ?? folder.FolderOf(source)}");
        return ExitCode.Done;
    }
}
