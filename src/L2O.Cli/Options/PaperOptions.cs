using System.CommandLine;
using L2O.Cli.Output;
using L2O.Data;
using L2O.Data.Sources;
using L2O.Studies.Paper;

namespace L2O.Cli.Options;

/// <summary>Options that say which reproduction of the study is meant.</summary>
internal sealed class PaperOptions
{
    private readonly Option<string> _scale = ValueOptions.OneOf("--scale", "How large", "quick",
        [.. PaperScales.All.Select(static scale => scale.Name)]);
    private readonly Option<NameList> _only = ValueOptions.Names("--only",
        $"Only these figures of the study, with all that they need: {string.Join(", ", PaperScales.Quick.Figures)}");
    private readonly Option<string?> _out = new("--out",
        "-o")
    { Description = "Folder for everything; new, empty, or one to go on with [default: l2o-paper-SCALE]", HelpName = "DIR" };
    private readonly Option<string?> _data =
        new("--data")
        {
            Description = "Dataset, instead of the scale's; digits is built in, the others come with 'l2o data get'",
            HelpName = "NAME"
        };
    private readonly Option<string?> _dataDir = StandardOptions.DataDir();
    private readonly Option<int> _seeds = ValueOptions.Count("--seeds",
        "Meta-trainings of each condition, each from another start of phi, with other networks and another order of batches " +
            "[default: the scale's own number]", PaperScale.MostStarts);

    /// <summary>For a command.</summary>
    public IEnumerable<Option> All => [_scale, _only, _out, _data, _dataDir, _seeds];

    /// <summary>The scale, on the data that was asked for.</summary>
    public PaperScale Scale(Invocation invocation)
    {
        PaperScale scale = PaperScales.Find(invocation.Get(_scale));
        return invocation.Get(_data) is { } data ? scale.On(data) : scale;
    }

    /// <summary>Plans it; nothing is written yet.</summary>
    /// <param name="invocation">The command.</param>
    /// <param name="cores">For reading the data.</param>
    public PaperStudy Plan(Invocation invocation, int cores)
    {
        PaperScale scale = Scale(invocation);
        string path = invocation.Get(_out) ?? $"l2o-paper-{scale.Name}";
        OutputFolder output = File.Exists(Path.Combine(path, PaperRecord.FileName))
            ? OutputFolder.ForResume(path, PaperRecord.FileName) : OutputFolder.ForNew(path, FinishedTraining.TrainingsFolder);
        DataSplits splits = DataFolder.Resolve(invocation.Get(_dataDir)).Load(scale.Data, threads: cores);
        return PaperStudy.Plan(output.FullPath, scale, new PaperData(splits, scale),
            [.. invocation.IsGiven(_only) ? invocation.Get(_only).Names : []], invocation.IsGiven(_seeds) ? invocation.Get(_seeds) : null,
            invocation.Warn, invocation.Cancellation);
    }

    /// <summary>Arguments that mean the same study in its folder, from anywhere.</summary>
    public IEnumerable<string> Arguments(Invocation invocation, PaperStudy study)
    {
        PaperScale scale = Scale(invocation);
        yield return "paper";
        foreach (string word in (string[])["--scale", scale.Name, "--data", scale.Data, "--out", study.FullPath])
            yield return word;
        if (invocation.IsGiven(_only))
            foreach (string word in (string[])["--only", string.Join(',', invocation.Get(_only).Names)])
                yield return word;
        if (invocation.Get(_dataDir) is { } dataDir)
            foreach (string word in (string[])["--data-dir", Path.GetFullPath(dataDir)])
                yield return word;
        if (invocation.IsGiven(_seeds))
            foreach (string word in (string[])["--seeds", $"{invocation.Get(_seeds)}"])
                yield return word;
    }
}
