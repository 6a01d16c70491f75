using System.Security.Cryptography;
using System.Text;
using L2O.Files;
using L2O.Settings;

namespace L2O.Studies.Steps;

/// <summary>A step's folder in a study's folder, with its record.</summary>
internal sealed class StepFolder
{
    /// <summary>The folder in a study's that holds the steps'.</summary>
    public const string StepsFolder = "steps";

    private readonly string _root;
    private readonly Step _step;
    private StepRecord? _record;

    /// <summary>Looks at what is there; a damaged record counts as none.</summary>
    public StepFolder(string root, Step step)
    {
        (_root, _step) = (root, step);
        _record = TryLoad(RecordPath);
    }

    /// <summary>Time that the step took so far.</summary>
    public double Seconds => _record?.Seconds ?? 0;

    /// <summary>Digest of what the step made, for the hashes of those that read it.</summary>
    public string OutputsHash => HashOf(string.Join('\n', _record!.Outputs.Select(static output => $"{output.Path} {output.Sha256}")));

    private string Folder => PathOf(_root, _step.Name);

    private string RecordPath => Path.Combine(Folder, StepRecord.FileName);

    /// <summary>Where a step's folder is.</summary>
    public static string PathOf(string root, string step) => Path.Combine(root, StepsFolder, step);

    /// <summary>Digest of all that a step depends on.</summary>
    /// <param name="step">The step.</param>
    /// <param name="outputsHash">From the name of a step that it reads to the digest of its outputs.</param>
    public static string InputsHash(Step step, Func<string, string> outputsHash) => HashOf(string.Join('\n',
    [
        $"kind {step.Kind} {step.Version}",
        .. step.Inputs.Order(StringComparer.Ordinal).Select(input => $"input {input} {outputsHash(input)}"),
        step.Settings,
    ]));

    /// <summary>Whether the step is done, for these inputs, and all that it made is there unchanged.</summary>
    public bool IsDone(string inputsHash) => _record is { State: StepState.Done } record && record.InputsHash == inputsHash
        && record.Outputs.All(output => Path.Combine(_root, output.Path) is var path && File.Exists(path)
            && DigestOf(path) == output.Sha256);

    /// <summary>Makes the folder ready: what other inputs left there goes, what these did stays to be gone on with.</summary>
    public void Begin(string inputsHash)
    {
        bool continues = _record is { State: StepState.Running } && _record.InputsHash == inputsHash;
        if (!continues && Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Folder);
        AtomicFile.DeleteLeftovers(Folder);
        Save(new StepRecord(StepRecord.CurrentVersion, _step.Name, _step.Kind, StepState.Running, inputsHash, continues ? Seconds : 0, []));
    }

    /// <summary>Notes the end of a session.</summary>
    /// <param name="seconds">What it took.</param>
    /// <param name="outputs">What the step made; null if it is not done.</param>
    public void End(double seconds, IReadOnlyList<string>? outputs)
    {
        StepRecord record = _record! with { Seconds = Math.Round(Seconds + seconds, 3) };
        Save(outputs is null ? record : record with
        {
            State = StepState.Done,
            Outputs = [.. outputs.Select(output => new StepOutput(output, DigestOf(Path.Combine(_root, output))))],
        });
    }

    private void Save(StepRecord record)
    {
        SettingsJson.Save(RecordPath, record);
        _record = record;
    }

    private static StepRecord? TryLoad(string path)
    {
        try
        {
            return File.Exists(path) && SettingsJson.Load<StepRecord>(path) is { SchemaVersion: StepRecord.CurrentVersion } record
                ? record : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string DigestOf(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
