using System.Collections.Immutable;
using System.Formats.Tar;
using System.Text;
using L2O.Conformance;
using L2O.Data.Digits;
using L2O.Data.Formats;
using L2O.Experiments;
using L2O.Files;
using L2O.Files.Weights;
using L2O.MetaTesting;
using L2O.MetaTraining;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.RnnProp;
using L2O.Pretrained;
using L2O.Pretrained.Imports;
using L2O.Runs;
using L2O.Settings;
using L2O.Tables;
using L2O.Testing;

namespace L2O.SlowTests.Fuzzing;

/// <summary>
/// Every reader of files that come from outside, each with sound files of its kind. Files lie in a folder in memory where there is one.
/// </summary>
internal sealed class FuzzTargets : IDisposable
{
    private const string SharedMemory = "/dev/shm";

    private static readonly CoordinateLstm Learned = new(hiddenSize: 2);

    private readonly string _root =
        Directory.CreateDirectory(Path.Combine(Directory.Exists(SharedMemory) ? SharedMemory : Path.GetTempPath(),
        $"l2o-fuzz-{Environment.ProcessId}-{Guid.NewGuid():N}")).FullName;
    private readonly Compute _compute = new(threads: 1);
    private readonly MetaTrainer<float> _trainer;

    public FuzzTargets()
    {
        var settings = new MetaTrainingSettings(epochs: 1, runsPerEpoch: 2, testRuns: 1, iterations: 4, unroll: 2, batchSize: 1);
        _trainer = new MetaTrainer<float>(Learned, new QuadraticTask<float>(5, 1),
            SyntheticDigits.Load(trainCount: 10, testCount: 1).Train, settings, seed: 1, _compute);
        All = new Dictionary<string, FuzzTarget>(StoredResults())
        {
            ["safetensors"] = new([Bytes(SaveTensors), Bytes(SavePhi)],
                bytes => ReadAll(SafetensorsFile.Read(new MemoryStream(bytes), "input"))),
            ["phi"] = new([Bytes(SavePhi), Bytes(SaveRnnProp)],
                bytes => PhiFile.Read(SafetensorsFile.Read(new MemoryStream(bytes), "input"))),
            ["state dictionary"] = new([Bytes(SaveStateDict), Bytes(SavePhi)],
                bytes => StateDict.Load(Write("dictionary", bytes)).ToPhi(Learned)),
            ["flax state"] = new([FlaxBytes.Of(Sonnet(false)), FlaxBytes.Of(Sonnet(true)), FlaxBytes.Of(WeightTensor.SmallNetwork())],
                ReadWeights),
            ["pickle of arrays"] = new(
                [PickleBytes.Of(Sonnet(false)), PickleBytes.OfDill(Sonnet(true)), PickleBytes.OfDill(Sonnet(false))], ReadWeights),
            ["torch archive"] = new([TorchBytes.Of(Sonnet(false)), TorchBytes.Of(Sonnet(true))], ReadWeights),
            ["checkpoint"] = new(Checkpoints(),
                bytes => CheckpointFile.Read(SafetensorsFile.Read(new MemoryStream(bytes), "input"), Learned)),
            ["checkpoint behind its checksum"] = new(Checkpoints(), ReadSealed),
            ["idx images"] = new([IdxBytes.Images(3), IdxBytes.Images(1), TemporaryFolder.Gzip(IdxBytes.Images(2))],
                bytes => IdxReader.Read(Write("images", bytes), 4, 2, 3)),
            ["idx labels"] = new([IdxBytes.Labels(3), TemporaryFolder.Gzip(IdxBytes.Labels(7))],
                bytes => IdxReader.Read(Write("labels", bytes), 10)),
            ["csv table"] = new(
                ["a,b,c\n1,2,x\n3,4.5e3,\"y, \"\"z\"\"\"\n-5,6,x\n7,8,x\n"u8.ToArray(),
                    "a;b\r\n1;2\r\n3;4\r\n"u8.ToArray(), TemporaryFolder.Gzip("a,b\n1,2\n3,4\n"u8.ToArray())],
                bytes => TableDataset.Load(Write("table.csv", bytes), "input")),
            ["npy array"] = new(
                [NpyBytes.Of("<f4", "(2, 3)", new byte[24]), NpyBytes.Of("<i8", "(2,)", new byte[16], 2),
                    NpyBytes.Of("|u1", "(5, 1, 2)", new byte[10], 3)],
                bytes => NpyFile.Read(Write("array.npy", bytes))),
            ["cifar archive"] = new([Cifar()], bytes => Cifar10Reader.Read(Write("cifar.tar", bytes), "cifar-10", null)),
            ["conformance case"] = new([Encoding.UTF8.GetBytes(TinyCases.Sgd)], ReadCase),
        };
        SafetensorsFile.Save(In(ConformanceCase.TensorsFile), [SafetensorsTensor.Of("theta_0", [1f, 2f], 2)]);
    }

    private Dictionary<string, FuzzTarget> StoredResults() => new()
    {
        ["configuration"] = new(Experiments(), bytes => SettingsJson.Parse<Experiment>(Encoding.UTF8.GetString(bytes), "input")),
        ["record"] =
            new([Bytes(path => SettingsJson.Save(path, RunRecord.New("meta-training", 1).Begin(RunSession.Begin(1))
            .End(RunState.Failed, "reason")))], bytes => SettingsJson.Parse<RunRecord>(Encoding.UTF8.GetString(bytes), "input")),
        ["metrics"] =
            new([Table(MetricsCsv.MetricsFile,
            folder =>
            MetricsCsv.Write(folder, new Comparison("digits", 2, [SampleComparison.Falling("a,b", "adam", 0, 2, 5, 0.1)], [])))],
            bytes => MetricsCsv.Read(Path.GetDirectoryName(Write(MetricsCsv.MetricsFile, bytes))!)),
        ["meta-training metrics"] =
            new([Table(MetaTrainingCsv.FileName,
            folder => MetaTrainingCsv.Write(folder, [new(1, 0.5, double.NaN, true), new(2, 0.25, 3, false, 1, 2)]))],
            bytes => MetaTrainingCsv.Read(Path.GetDirectoryName(Write(MetaTrainingCsv.FileName, bytes))!)),
    };

    public IReadOnlyDictionary<string, FuzzTarget> All { get; }

    public void Dispose()
    {
        _compute.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private string In(string name) => Path.Combine(_root, name);

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(In(name), bytes);
        return In(name);
    }

    private byte[] Bytes(Action<string> save)
    {
        save(In("seed"));
        return File.ReadAllBytes(In("seed"));
    }

    private byte[] Table(string name, Action<string> write)
    {
        write(_root);
        return File.ReadAllBytes(In(name));
    }

    private static void ReadAll(SafetensorsFile file)
    {
        foreach (SafetensorsTensor tensor in file.Tensors)
            if (tensor.Type is SafetensorsType.F32 or SafetensorsType.F64)
                file.ReadDouble(tensor.Name);
    }

    private static void SaveTensors(string path) => SafetensorsFile.Save(
        path, [SafetensorsTensor.Of("a", [1f, 2, 3, 4], 2, 2), SafetensorsTensor.Of("b", [1L], 1), SafetensorsTensor.Of("c", [0.5])],
            new Dictionary<string, string> { ["key"] = "value" });

    private static void SavePhi(string path) =>
        new PhiFile(Learned, new float[Learned.PhiLayout().Count], ImmutableSortedDictionary<string, string>.Empty).Save(path);

    private static void SaveStateDict(string path) =>
        StateDict.Save(path, new PhiFile(Learned, new float[Learned.PhiLayout().Count], ImmutableSortedDictionary<string, string>.Empty));

    private static void SaveRnnProp(string path)
    {
        var learned = new RnnProp(2);
        new PhiFile(learned, new float[learned.PhiLayout().Count], ImmutableSortedDictionary<string, string>.Empty).Save(path);
    }

    private static WeightTensor[] Sonnet(bool isRnnProp) => WeightTensor.Sonnet(hidden: 1, isRnnProp);

    private static void ReadWeights(byte[] bytes)
    {
        SafetensorsFile weights = WeightFile.Read("input", bytes).Tensors;
        foreach (IWeightLayout layout in WeightLayouts.Of(weights))
            if (layout.Convert(weights) is { StoredSettings: { } settings } dictionary)
                dictionary.ToPhi(settings);
    }

    private List<byte[]> Checkpoints()
    {
        List<byte[]> files = [];
        _trainer.RunEpoch(new MetaTrainingHooks
        {
            Boundary = () =>
            files.Add(Bytes(path => CheckpointFile.Save(path, Learned, _trainer.Save())))
        });
        return files;
    }

    /// <summary>What a checksum can't keep out: a state that is damaged and sealed again.</summary>
    private void ReadSealed(byte[] bytes)
    {
        SafetensorsFile file = SafetensorsFile.Read(new MemoryStream(bytes), "input");
        _trainer.Restore(
            CheckpointFile.Read(new SafetensorsFile("input", file.Tensors, SafetensorsDigest.Seal(file.Tensors, file.Metadata)), Learned));
    }

    private static byte[] Cifar()
    {
        byte[] record = new byte[3073];
        using var content = new MemoryStream();
        using (var archive = new TarWriter(content, leaveOpen: true))
            foreach (string name in new[] { "data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch" })
                archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile,
                    $"cifar-10-batches-bin/{name}.bin")
                { DataStream = new MemoryStream(record) });
        return content.ToArray();
    }

    private static List<byte[]> Experiments() =>
        [.. new[] { "quick", "paper/random-start", "paper/rescale-0.1" }.Select(name =>
            Encoding.UTF8.GetBytes(SettingsJson.Format(ExperimentPresets.Find(name))))];

    private void ReadCase(byte[] bytes)
    {
        Write(ConformanceCase.SettingsFile, bytes);
        ConformanceCase.Load(_root);
    }
}
