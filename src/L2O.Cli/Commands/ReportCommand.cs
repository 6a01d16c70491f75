using System.CommandLine;
using L2O.Cli.Output;
using L2O.Reporting;
using L2O.Runs;

namespace L2O.Cli.Commands;

/// <summary><c>l2o report</c>: writes the report of stored results, of any kind of run.</summary>
internal sealed class ReportCommand : CliCommand
{
    private readonly Argument<string[]> _runs =
        new("RUN")
        {
            Description = "Folders of meta-trainings, meta-tests, analyses or reproductions; several are shown side by side",
            Arity = ArgumentArity.OneOrMore
        };
    private readonly Option<string?> _out = new("--out",
        "-o")
    {
        Description =
        "Folder for the report, new or empty; without it the folder of a single RUN, whose earlier report is replaced, or l2o-report " +
        "for several",
        HelpName = "DIR"
    };

    public ReportCommand()
        : base("report",
            "Write report.html, report.md and the figures of what is stored in the folders of runs. Nothing is computed anew.",
            "l2o report runs/quick",
            "l2o report results/plain results/rescale --out results/side-by-side")
    {
        Arguments.Add(_runs);
        Options.Add(_out);
    }

    public override int Run(Invocation invocation)
    {
        string[] folders = invocation.Get(_runs);
        StoredResults[] runs = [.. folders.Select(StoredResults.Load)];
        string target = Target(invocation.Get(_out), folders);
        Write(invocation, target, runs);
        invocation.Terminal.Print(Path.Combine(target, ReportWriter.HtmlFile));
        return ExitCode.Done;
    }

    /// <summary>Writes the report of a folder's results, or of several, and says what is missing in it.</summary>
    /// <param name="invocation">Where to say so.</param>
    /// <param name="folder">An existing folder.</param>
    /// <param name="runs">The results.</param>
    /// <param name="facts">What is known of a single run beside what its folder says.</param>
    internal static void Write(Invocation invocation, string folder, IReadOnlyList<StoredResults> runs,
        params IEnumerable<(string Key, string Value)> facts)
    {
        foreach (string warning in ReportWriter.Write(folder, runs, facts).Warnings)
            invocation.Warn(warning);
    }

    private static string Target(string? given, string[] folders)
    {
        if (given is null && folders is [var only])
            return Path.GetFullPath(only);
        OutputFolder output = given is null ? OutputFolder.FirstFree("l2o-report") : OutputFolder.ForNew(given);
        Directory.CreateDirectory(output.FullPath);
        return output.FullPath;
    }
}
