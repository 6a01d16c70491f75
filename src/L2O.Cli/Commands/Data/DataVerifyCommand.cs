using System.CommandLine;
using System.Text.Json;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.Data;
using L2O.Data.Sources;

namespace L2O.Cli.Commands.Data;

/// <summary><c>l2o data verify</c>: reads every file of a dataset and checks it against its digest.</summary>
internal sealed class DataVerifyCommand : CliCommand
{
    private readonly Argument<string> _name = new("NAME")
    {
        Description = "Dataset; without it all that are there",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = static _ => ""
    };
    private readonly Option<string?> _dataDir = StandardOptions.DataDir();
    private readonly Option<bool> _json = StandardOptions.JsonFlag();

    public DataVerifyCommand()
        : base("verify", "Check the files of a dataset: present, complete, unaltered. Exit code 1 if one is not.",
            "l2o data verify", "l2o data verify mnist")
    {
        Arguments.Add(_name);
        Options.Add(_dataDir);
        Options.Add(_json);
    }

    public override int Run(Invocation invocation)
    {
        var folder = DataFolder.Resolve(invocation.Get(_dataDir));
        string name = invocation.Get(_name);
        DatasetSource[] sources = name.Length > 0 ? [DatasetCatalog.Find(name)]
            : [.. DatasetCatalog.All.Where(source => !source.IsEmbedded && folder.Has(source))];
        var results = sources.Select(source => (source.Name, Files: DatasetVerification.Verify(folder, source, invocation.Cancellation)))
            .ToArray();
        TextWriter output = invocation.Terminal.Output;
        if (invocation.Get(_json))
            output.WriteLine(JsonSerializer.Serialize(results.Select(static r => new { r.Name, r.Files }), JsonText.Options));
        else if (results.Length == 0)
            invocation.Terminal.Print($"no downloaded dataset in {folder.Root}");
        else
            foreach ((string dataset, IEnumerable<FileStatus> files) in results)
            {
                if (!files.Any())
                    output.WriteLine($"{dataset,-15} built in, nothing to check");
                foreach (FileStatus file in files)
                    invocation.Terminal.Print($"{dataset,-15} {file.Condition.ToString().ToLowerInvariant(),-8} {file.File} {file.Detail}");
            }
        return results.SelectMany(static r => r.Files).All(static file => file.Condition == FileCondition.Ok)
            ? ExitCode.Done : ExitCode.Failed;
    }
}
