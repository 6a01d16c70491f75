using L2O.Cluster;
using L2O.Files;
using L2O.Optimizers.Learned.Lstm;
using L2O.Pretrained;
using L2O.Runs;
using L2O.Runs.Networks;
using L2O.Settings;
using L2O.SlowTests.Cluster;
using L2O.Testing;

namespace L2O.SlowTests.Cli;

/// <summary>A folder with everything that a command must refuse, beside a sound run and a sound dataset.</summary>
public sealed partial class BadInputFolder : IDisposable
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
        WriteDictionaries();
        WriteWeights();
        _folder.Write("text.safetensors", "this is no safetensors file"u8.ToArray());
        WritePhi("shapes.safetensors", extraInputs: 0, transposeOutput: true);
        WritePhi("extra.safetensors", extraInputs: 1, transposeOutput: false);
        WriteNetworks();
        WriteShared();
    }

    public string Root => _folder.Root;

    /// <summary>What was typed and found right so far: a test that needs it again need not type it again.</summary>
    public Dictionary<string, (string Line, string Printed, int Code)> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>Puts the real folders into a line: <c>ROOT</c>, <c>DATA</c>, <c>TRUNCATED</c>, <c>MAGIC</c>.</summary>
    public string Fill(string line) => line
        .Replace("ROOT", Root, StringComparison.Ordinal)
        .Replace("DATA", _data.Root, StringComparison.Ordinal)
        .Replace("TRUNCATED", _truncated.Root, StringComparison.Ordinal)
        .Replace("MAGIC", _wrongMagic.Root, StringComparison.Ordinal);

    /// <summary>The same backwards, for a text that is the same everywhere: a compressed file's bytes are the packer's affair.</summary>
    public string Mask(string text)
    {
        foreach ((string name, string root) in new[] { ("ROOT", Root), ("DATA", _data.Root),
            ("TRUNCATED", _truncated.Root), ("MAGIC", _wrongMagic.Root) })
            text = text.Replace(root, name, StringComparison.Ordinal);
        return CompressedByte().Replace(text, ".gz, byte N");
    }

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
        WriteOwnData();
        byte[] config = File.ReadAllBytes(In($"run/{MetaTrainingFolder.ConfigFile}")),
            checkpoint = File.ReadAllBytes(In($"run/{Checkpoint}"));
        string text = System.Text.Encoding.UTF8.GetString(config);
        foreach ((string name, string changed) in new[]
        {
            ("config-cut", text[..(text.Length / 2)]),
            ("config-key", text.Replace("\"unroll\"", "\"unrol\"", StringComparison.Ordinal)),
            ("config-range", text.Replace("\"batchSize\": 32", "\"batchSize\": 0", StringComparison.Ordinal)),
            ("config-version", text.Replace("\"schemaVersion\": 1", "\"schemaVersion\": 2", StringComparison.Ordinal)),
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
        SafetensorsFile.Save(In($"checkpoint-adam/{Checkpoint}"),
            [.. sound.Tensors.Where(static tensor => tensor.Name != "meta_optimizer.mean")], sound.Metadata);
        _folder.Write($"no-config/{Checkpoint}", checkpoint);
        string record = File.ReadAllText(In($"run/{RunRecord.FileName}"));
        _folder.Write($"record-cut/{RunRecord.FileName}",
            System.Text.Encoding.UTF8.GetBytes(record[..record.IndexOf("\"kind\"", StringComparison.Ordinal)]));
        _folder.Write($"record-later/{RunRecord.FileName}",
            System.Text.Encoding.UTF8.GetBytes(record.Replace("\"schemaVersion\": 1", "\"schemaVersion\": 2", StringComparison.Ordinal)));
        _folder.Write($"record-test/{RunRecord.FileName}",
            System.Text.Encoding.UTF8.GetBytes(record.Replace("\"meta-training\"", "\"meta-test\"", StringComparison.Ordinal)));
    }

    /// <summary>Data of one's own: sound ones, and some with one thing wrong.</summary>
    private void WriteOwnData()
    {
        void Write(string name, string text) => _folder.Write(name, System.Text.Encoding.UTF8.GetBytes(text));
        Write("houses.csv", "size,kind,price\n" + string.Concat(Enumerable.Range(1, 20)
            .Select(static i => $"{i},{(i % 3 == 0 ? "flat" : "house")},{10 * i}\n")));
        Write("gap.csv", "size,price\n1,10\n,20\n3,30\n");
        Write("ids.csv", "size,kind\n1,9007199254740992\n2,9007199254740993\n");
        Write("ragged.csv", "size,price\n1,10\n2\n");
        Write("text.npy", "text");
        Write("folder/cats/a.png", "no image");
        Write("empty/cats/notes.txt", "no image");
    }

    /// <summary>A sound network that predicts prices, copies with one thing broken, and data that do not fit it.</summary>
    private void WriteNetworks()
    {
        void Write(string name, string text) => _folder.Write(name, System.Text.Encoding.UTF8.GetBytes(text));
        TinyCommands.Run($"train mlp-tanh-4 --data table:{In("houses.csv")},target=price --iterations 20 --out {In("net")}");
        string network = File.ReadAllText(In($"net/{NetworkFile.FileName}"));
        byte[] weights = File.ReadAllBytes(In($"net/{NetworkWeights.FileName}"));
        foreach ((string name, string changed) in new[]
        {
            ("net-later", network.Replace("\"schemaVersion\": 1", "\"schemaVersion\": 2", StringComparison.Ordinal)),
            ("net-outputs", network.Replace("1,\n  \"encoding\"", "2,\n  \"encoding\"", StringComparison.Ordinal)),
            ("net-scale", network.Replace("\"scale\"", "\"scales\"", StringComparison.Ordinal)),
            ("net-other", network.Replace("mlp-tanh-4", "mlp-tanh-5", StringComparison.Ordinal)),
        })
        {
            Write($"{name}/{NetworkFile.FileName}", changed);
            _folder.Write($"{name}/{NetworkWeights.FileName}", weights);
        }
        Write($"net-bare/{NetworkFile.FileName}", network);
        Write("castle.csv", "kind,size\ncastle,3\n");
        Write("sizes.csv", "kind,sizes\nflat,3\n");
    }

    /// <summary>A meta-training that workers share, and copies with one thing wrong.</summary>
    private void WriteShared()
    {
        Directory.Move(TinyTraining.Write(_folder), In("particles.json"));
        string text = File.ReadAllText(In("particles.json"))
            .Replace("\"metaSteps\": 200, \"epochSteps\": 70", "\"metaSteps\": 2, \"epochSteps\": 1", StringComparison.Ordinal);
        File.WriteAllText(In("particles.json"), text);
        File.WriteAllText(In("weightless.json"), text.Replace("\"horizon\": { \"longest\": 12 }", "\"horizon\": { \"longest\": 12 }, "
            + "\"weight\": 0", StringComparison.Ordinal));
        TinyCommands.Run($"meta-train {In("particles.json")} --worker 0/1 --out {In("shared")} --quiet");
        string record = File.ReadAllText(In($"shared/{ClusterFolder.RecordFile}"));
        string version = SettingsJson.Load<ClusterRecord>(In($"shared/{ClusterFolder.RecordFile}")).Version;
        foreach ((string name, string changed) in new[]
        {
            ("shared-later", record.Replace(version, "9.9", StringComparison.Ordinal)),
            ("shared-open", record),
        })
        {
            _folder.Write($"{name}/{MetaTrainingFolder.ConfigFile}", File.ReadAllBytes(In($"shared/{MetaTrainingFolder.ConfigFile}")));
            _folder.Write($"{name}/{ClusterFolder.RecordFile}", System.Text.Encoding.UTF8.GetBytes(changed));
            _folder.Write($"{name}/{RunSecret.FileName}", File.ReadAllBytes(In($"shared/{RunSecret.FileName}")));
        }
    }

    /// <summary>State dictionaries, each with one thing wrong.</summary>
    private void WriteDictionaries()
    {
        SafetensorsTensor[] sound = [.. SafetensorsFile.Load(In($"run/{PhiFile.FileName}")).Tensors];
        void Save(string name, IEnumerable<SafetensorsTensor> tensors) =>
            SafetensorsFile.Save(In($"dict-{name}.safetensors"), [.. tensors]);
        IEnumerable<SafetensorsTensor> WithBias(SafetensorsTensor bias) => sound.Select(tensor => tensor.Name == bias.Name ? bias : tensor);
        Save("missing", sound.Where(static tensor => tensor.Name != "recurs2.bias_hh"));
        Save("more", sound.Append(SafetensorsTensor.Of("recurs3.bias", [1f], 1)));
        Save("nan", WithBias(SafetensorsTensor.Of("output.bias", [float.NaN], 1)));
        Save("double", WithBias(SafetensorsTensor.Of("output.bias", [1e300], 1)));
        Save("integer", WithBias(SafetensorsTensor.Of("output.bias", [1L], 1)));
        byte[] header = """{"recurs.weight_ih":{"dtype":"F32","shape":[2000000000,1250],"data_offsets":[0,10000000000000]}}"""u8.ToArray();
        _folder.Write("terabytes.safetensors", [.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[8]]);
    }

    /// <summary>Weights of others: sound ones, and some with one thing wrong.</summary>
    private void WriteWeights()
    {
        WeightTensor[] sound = WeightTensor.Sonnet(hidden: 1, isRnnProp: false);
        _folder.Write("weights.state", FlaxBytes.Of(sound));
        _folder.Write("weights-cut.state", FlaxBytes.Of(sound)[..^1]);
        _folder.Write("weights-shape.state", FlaxBytes.Of([.. sound.Select(static tensor => tensor.Name == "lstm_2/b_gates"
            ? new WeightTensor(tensor.Name, [3], tensor.Values[..3]) : tensor)]));
        _folder.Write("weights-other.state", FlaxBytes.Of(new WeightTensor("a", [1], [1])));
        _folder.Write("weights-two.pt", TorchBytes.Of(new WeightTensor("network.linear_0.weight", [4, 4], new float[16])));
        _folder.Write("weights-code.pkl", PickleBytes.File(PickleBytes.Map(("a",
            [.. PickleBytes.Name("os", "system"), .. PickleBytes.Tuple(PickleBytes.Text("touch pwned")), (byte)'R']))));
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"\.gz, byte \d+")]
    private static partial System.Text.RegularExpressions.Regex CompressedByte();

    private void WritePhi(string name, int extraInputs, bool transposeOutput)
    {
        IEnumerable<SafetensorsTensor> tensors = new CoordinateLstm(hiddenSize: 2, extraInputs: LearnedRuns.Supplied(extraInputs))
            .PhiLayout().Slots.Select(slot =>
            SafetensorsTensor.Of(slot.Name, new float[slot.Count], transposeOutput
                && slot.Name == "output.weight" ? [2, 1] : slot.Shape.AsSpan()));
        SafetensorsFile.Save(In(name), [.. tensors]);
    }

    private string In(string name) => Path.Combine(Root, name);
}
