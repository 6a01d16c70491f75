using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using L2O.Data;
using L2O.Data.Sources;
using L2O.Experiments;
using L2O.Optimizees;
using L2O.Optimizees.Losses;
using L2O.Optimizers.Rules;
using L2O.Settings;
using L2O.Studies.Yardstick.Envelopes;
using L2O.Studies.Yardstick.Runs;
using L2O.Studies.Yardstick.Suites;
using L2O.Tests.Conventions;
using Xunit;

namespace L2O.Tests.Studies.Yardstick;

public sealed class SuiteTests
{
    private const string Variable = "L2O_YARDSTICK";
    private const string Digest = "0f8ff2f320b9b50144ee01d504e3150516237e80b6e83145c6e13551e1bf89b4";
    private const string Beside = "L2O_CONFORMANCE"; // whose neighbor it may be

    public static TheoryData<string> Suites => [.. SuiteCatalog.Names];

    [Theory]
    [MemberData(nameof(Suites))]
    public void Suites_of_the_program_are_whole(string name)
    {
        Suite suite = SuiteCatalog.Find(name);

        Assert.Equal(name, suite.Name);
        Assert.Equal(suite, SettingsJson.Parse<Suite>(SettingsJson.Format(suite), name));
        using var compute = new Compute(threads: 1);
        Assert.All(suite.Tasks, task =>
        {
            (int inputs, int outputs) = SizesOf(task.Data);
            Network<float> network = OptimizeeCatalog.Create<float>(task.Network, inputs, outputs, task.Loss ?? LossKind.Mse, compute);
            Assert.InRange(network.Layout.Count, 100, 300_000);
        }, throwIfEmpty: true);
    }

    [Fact]
    public void The_suite_of_the_documentation_is_one()
    {
        string text = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "yardstick.md"));
        Suite suite = SettingsJson.Parse<Suite>(text.Split("```json\n")[1].Split("```")[0], "docs/yardstick.md");

        Assert.Equal([500], suite.HorizonsOf(suite.Tasks[1]));
        Assert.Equal("price", suite.Tasks[0].Data.Target);
    }

    /// <summary>Once learned optimizers are judged by it, the suite must not change: this digest says so.</summary>
    [Fact]
    public void The_laptop_suite_is_what_it_was()
    {
        Suite suite = SuiteCatalog.Find("laptop");

        Assert.Equal(30, suite.Tasks.Length);
        Assert.Equal(13, suite.Tasks.Count(static task => task.Part == SuitePart.Validation));
        Assert.Equal([200, 1000, 2000], suite.Horizons);
        using var text = new StreamReader(typeof(Suite).Assembly.GetManifestResourceStream("suites/laptop.json")!);
        Assert.Equal(Digest, Convert.ToHexStringLower(SHA256.HashData(
            Encoding.UTF8.GetBytes(text.ReadToEnd().ReplaceLineEndings("\n")))));
    }

    [Theory]
    [InlineData("""{ "name": "a", "purpose": "", "tasks": [] }""", "expected at least one")]
    [InlineData("""{ "name": "a", "purpose": "", "tasks": [TASK, TASK] }""", "task 'one' occurs twice; expected each name once")]
    [InlineData("""{ "name": "a", "purpose": "", "tasks": [TASK], "horizons": [200, 100] }""", "[200, 100]; expected numbers of steps")]
    [InlineData("""{ "name": "a", "purpose": "", "tasks": [TASK], "baselines": ["muon"] }""", "expected adam among them")]
    [InlineData("""{ "name": "a", "purpose": "", "tasks": [TASK], "baselines": ["adam", "loin"] }""", "did you mean 'lion'?")]
    [InlineData("""{ "name": "a", "purpose": "", "tasks": [TASK], "baselines": ["adam@1"] }""", "expected one without a rate")]
    [InlineData("""{ "name": "a", "purpose": "", "tasks": [TASK], "scoreSeeds": 0 }""", "expected 1 to 100")]
    [InlineData("""{ "name": "a", "purpose": "", "tasks": [TASK], "schemaVersion": 2 }""", "schemaVersion is 2; expected 1")]
    public void What_is_no_suite_is_refused(string json, string expected)
    {
        const string task = """{ "name": "one", "part": "test", "data": "digits", "network": "mlp-relu-20" }""";

        string message = Assert.Throws<InvalidDataException>(() =>
            SettingsJson.Parse<Suite>(json.Replace("TASK", task, StringComparison.Ordinal), "suite.json")).Message;

        Assert.StartsWith("suite.json", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("One", "digits", "mlp-relu-20", 1, 1.0, "task 'One' is no name")]
    [InlineData("one", "mnsit", "mlp-relu-20", 1, 1.0, "task 'one': unknown dataset 'mnsit'")]
    [InlineData("one", "digits", "mlp-rely-20", 1, 1.0, "task 'one': unknown optimizee 'mlp-rely-20'")]
    [InlineData("one", "digits", "mlp-relu-20", 0, 1.0, "task 'one': batchSize is 0; expected 1 or more")]
    [InlineData("one", "digits", "mlp-relu-20", 1, 0.0, "task 'one': trainShare is 0; expected a number above 0, at most 1")]
    public void What_is_no_task_is_refused(string name, string data, string network, int batch, double share, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<ArgumentException>(() =>
            new SuiteTask(name, SuitePart.Test, new DataSettings(data), network, batch, trainShare: share)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_task_without_its_data_is_named()
    {
        using var folder = new TemporaryFolder();
        var data = new SuiteData(new DataFolder(folder.Root), []);

        Assert.StartsWith("b: cifar-10 is not in ", data.Missing(Task("b", "cifar-10")), StringComparison.Ordinal);
        Assert.Null(data.Missing(Task("a", "digits")));
        Assert.Null(data.Missing(Task("c", FriedmanTable.Name)));
    }

    [Fact]
    public void A_share_of_the_training_split_is_its_beginning()
    {
        using var folder = new TemporaryFolder();
        var data = new SuiteData(new DataFolder(folder.Root), []);
        DataSplits whole = data.Of(Task("a", FriedmanTable.Name)), part = data.Of(new SuiteTask("b", SuitePart.Test,
            new DataSettings(FriedmanTable.Name), "mlp-relu-20", trainShare: 0.25));

        Assert.Equal((8000, 2000, 2000), (whole.Train.Count, part.Train.Count, part.Test.Count));
        Assert.Equal(Values(whole.Train, 1999), Values(part.Train, 1999));
        Assert.NotEqual(data.IdentityOf(Task("a", FriedmanTable.Name)), data.IdentityOf(new SuiteTask("b", SuitePart.Test,
            new DataSettings(FriedmanTable.Name), "mlp-relu-20", trainShare: 0.25)));
    }

    [Fact]
    public void The_computed_table_has_mean_0_and_deviation_1()
    {
        DataSplits table = FriedmanTable.Load();
        float[] targets = new float[table.Train.Count];
        table.Train.ReadTargets(Enumerable.Range(0, targets.Length).ToArray(), targets.AsSpan());

        Assert.InRange(targets.Average(), -0.03, 0.03); // a standard error is 0.011
        Assert.InRange(Math.Sqrt(targets.Average(static y => (double)y * y)), 0.97, 1.03);
    }

    [Fact]
    public void The_ten_settings_are_the_published_ones()
    {
        string path = Path.Combine(Folder(), "nadamw-list-1000.json");
        Assert.SkipUnless(File.Exists(path), $"{path} is not there");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        NAdamW[] published = [.. document.RootElement.EnumerateArray().Take(10).Select(static one => new NAdamW(
            Number(one, "learning_rate"), Number(one, "beta1"), Number(one, "beta2"), Number(one, "epsilon"),
            one.GetProperty("use_nesterov").GetBoolean(), Number(one, "adamw_weight_decay"), Number(one, "l2_weight_decay"),
            Number(one, "warmup_fraction"), Number(one, "constant_fraction"), Number(one, "min_learning_rate_mult")))];

        Assert.Equal(published, NAdamWSettings.All);
    }

    [Fact]
    public void Five_tasks_have_published_envelopes()
    {
        string path = Path.Combine(Folder(), "tuned-envelopes-125.json");
        Assert.SkipUnless(File.Exists(path), $"{path} is not there");
        var published = PublishedEnvelopes.Load(path);

        Assert.All(SuiteCatalog.Find("envelopes").Tasks, task =>
        {
            (double step, double loss) = published.LastPoint(task.Name, 1000)!.Value;
            Assert.Equal(978.5, step, 0.1);
            Assert.InRange(loss, 0.01, 0.6);
        }, throwIfEmpty: true);
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } own)
            return own;
        string? neighbor = Environment.GetEnvironmentVariable(Beside);
        Assert.SkipWhen(string.IsNullOrEmpty(neighbor), $"neither {Variable} nor {Beside} is set");
        return Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(neighbor!))!, "yardstick");
    }

    private static double Number(JsonElement one, string key) => one.GetProperty(key).GetDouble();

    private static SuiteTask Task(string name, string data) => new(name, SuitePart.Test, new DataSettings(data), "mlp-relu-20");

    private static float[] Values(IDataset split, int sample)
    {
        float[] inputs = new float[split.InputSize];
        split.Read([sample], inputs.AsSpan(), new byte[1]);
        return inputs;
    }

    private static (int Inputs, int Outputs) SizesOf(DataSettings data) => (data.Name, data.Target, data.Resize) switch
    {
        (FriedmanTable.Name, _, _) => (10, 1),
        ("cifar-10", _, _) => (3072, 10),
        (_, "input", _) => (784, 784),
        (_, _, 8) => (64, 10),
        _ => (784, 10),
    };
}
