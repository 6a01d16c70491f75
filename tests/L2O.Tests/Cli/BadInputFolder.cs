using L2O.Optimizers.Learned;
using L2O.Runs;
using L2O.Testing;

namespace L2O.Tests.Cli;

/// <summary>A folder with everything that a command must refuse, beside a sound run and a sound dataset.</summary>
public sealed class BadInputFolder : IDisposable
{
    private const string Checkpoint = CheckpointFile.FileName;

    private readonly TemporaryFolder _folder = new();
    private readonly TinyMnist _data = new();
    private readonly TinyMnist _truncated = new();
    private readonly TinyMnist _wrongMagic = new();

    public BadInputFolder()
    {
        _truncated.Damage(static bytes => bytes[..(bytes.Length / 2)]);
        _wrongMagic.Damage(static _ => TemporaryFolder.Gzip([0, 0, 9, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 28]));
        _folder.Write("full/old.csv", "old"u8.ToArray());
        _folder.Write("file", []);
        TinyCommands.Run($"{TinyCommands.MetaTrain(_data)} --set metaTraining.epochs=2 --out {In("run")}");
        WriteRuns();
        _folder.Write("text.safetensors", "this is no safetensors file"u8.ToArray());
        WritePhi("shapes.safetensors", extraInputs: 0, transposeOutput: true);
        WritePhi("extra.safetensors", extraInputs: 1, transposeOutput: false);
    }

    public string Root => _folder.Root;

    /// <summary>Puts the real folders into a line: <c>ROOT</c>, <c>DATA</c>, <c>TRUNCATED</c>, <c>MAGIC</c>.</summary>
    public string Fill(string line) => line
        .Replace("ROOT", Root, StringComparison.Ordinal)
        .Replace("DATA", _data.Root, StringComparison.Ordinal)
        .Replace("TRUNCATED", _truncated.Root, StringComparison.Ordinal)
        .Replace("MAGIC", _wrongMagic.Root, StringComparison.Ordinal);

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
        _truncated.Dispose();
        _wrongMagic.Dispose();
    }

    /// <summary>Copies of the sound run, each with one thing broken.</summary>
    private void WriteRuns()
    {
        byte[] config = File.ReadAllBytes(In($"run/{MetaTrainingFolder.ConfigFile}")), checkpoint = File.ReadAllBytes(In($"run/{Checkpoint}"));
        string text = System.Text.Encoding.UTF8.GetString(config);
        foreach ((string name, string changed) in new[]
        {
            ("config-cut", text[..(text.Length / 2)]),
            ("config-key", text.Replace("\"unroll\"", "\"unrol\"", StringComparison.Ordinal)),
            ("config-range", text.Replace("\"batchSize\": 32", "\"batchSize\": 0", StringComparison.Ordinal)),
            ("config-optimizee", text.Replace("mlp-sigmoid-20", "mlp-sigmoid-0", StringComparison.Ordinal)),
        })
        {
            _folder.Write($"{name}/{MetaTrainingFolder.ConfigFile}", System.Text.Encoding.UTF8.GetBytes(changed));
            _folder.Write($"{name}/{Checkpoint}", checkpoint);
        }
        _folder.Write($"checkpoint-cut/{MetaTrainingFolder.ConfigFile}", config);
        _folder.Write($"checkpoint-cut/{Checkpoint}", checkpoint[..^40]);
        _folder.Write($"checkpoint-phi/{MetaTrainingFolder.ConfigFile}", config);
        _folder.Write($"checkpoint-phi/{Checkpoint}", File.ReadAllBytes(In($"run/{PhiFile.FileName}")));
        _folder.Write($"checkpoint-adam/{MetaTrainingFolder.ConfigFile}", config);
        SafetensorsFile sound = SafetensorsFile.Load(In($"run/{Checkpoint}"));
        SafetensorsFile.Save(In($"checkpoint-adam/{Checkpoint}"), [.. sound.Tensors.Where(static tensor => tensor.Name != "meta_optimizer.mean")], sound.Metadata);
        _folder.Write($"no-config/{Checkpoint}", checkpoint);
    }

    private void WritePhi(string name, int extraInputs, bool transposeOutput)
    {
        IEnumerable<SafetensorsTensor> tensors = new CoordinateLstm(hiddenSize: 2, extraInputs: LearnedRuns.Supplied(extraInputs)).PhiLayout().Slots.Select(slot =>
            SafetensorsTensor.Of(slot.Name, new float[slot.Count], transposeOutput && slot.Name == "output.weight" ? [2, 1] : slot.Shape.AsSpan()));
        SafetensorsFile.Save(In(name), [.. tensors]);
    }

    private string In(string name) => Path.Combine(Root, name);
}
