using System.Text.Json;
using L2O.Experiments;
using L2O.MetaTraining.Regularizers;
using L2O.Optimizers.Learned.Learnable;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.Partial;
using L2O.Optimizers.Learned.RnnProp;
using L2O.Settings;
using Xunit;

namespace L2O.Tests.Runs;

public sealed class ExperimentTests
{
    public static TheoryData<string> Presets => [.. ExperimentPresets.Names];

    [Theory]
    [MemberData(nameof(Presets))]
    public void Presets_come_back_from_their_json(string name)
    {
        Experiment preset = ExperimentPresets.Find(name);
        string text = SettingsJson.Format(preset);
        Assert.Equal(preset, SettingsJson.Parse<Experiment>(text, name));
        Assert.Equal(text, SettingsJson.Format(SettingsJson.Parse<Experiment>(text, name)));
        Assert.True(name is "quick" or "paper/sigmoid" or "paper/lion-sgd" || preset != ExperimentPresets.Find("paper/sigmoid"));
    }

    [Fact]
    public void A_short_file_means_the_defaults_for_the_rest()
    {
        var experiment = SettingsJson.Parse<Experiment>(
            """
            { "$schema": "./l2o.schema.json", "data": "mnist", "layers": ["affine-20", "relu", "affine-10"],
              "learnedOptimizer": { "kind": "rnnProp", "hiddenSize": 7 } }
            """,
            "short");
        Assert.Equal(new DataSettings("mnist"), experiment.Data);
        Assert.Equal(["affine-20+relu+affine-10"], experiment.Mixture.Select(static task => task.Optimizee));
        Assert.Equal(new RnnProp(hiddenSize: 7), experiment.LearnedOptimizer);
        Assert.Equal(new Experiment().MetaTraining, experiment.MetaTraining);
    }

    [Fact]
    public void Tasks_carry_weights()
    {
        var experiment =
            SettingsJson.Parse<Experiment>("""{ "tasks": [{ "optimizee": "mlp-relu-20", "weight": 2 }, { "optimizee": "lenet" }] }""",
            "tasks");
        Assert.Equal([new TaskSettings("mlp-relu-20", 2), new TaskSettings("lenet")], experiment.Mixture);
        Assert.Null(experiment.Optimizee);
    }

    [Theory]
    [InlineData("""{ "optimizee": "mlp-relu-20", "layers": ["affine-10"] }""",
        "file: more than one of optimizee, layers and tasks is given")]
    [InlineData("""{ "tasks": [] }""", "file: tasks is an empty list; expected at least one")]
    [InlineData("""{ "tasks": [{ "optimizee": "lenet", "weigth": 1 }] }""", "file: unknown key 'tasks[0].weigth'; did you mean 'weight'?")]
    [InlineData("""{ "tasks": [{ "optimizee": "lenet", "weight": 0 }] }""", "file, 'tasks[0]': weight is 0; expected a positive number")]
    [InlineData("""{ "tasks": [{ "weight": 1 }] }""", "file: key 'tasks[0].optimizee' is missing; expected a text")]
    [InlineData("""{ "learnedOptimizer": { "kind": "rnn" } }""",
        "file: 'learnedOptimizer.kind' is 'rnn'; expected one of coordinateLstm, rnnProp, ")]
    [InlineData("""{ "learnedOptimizer": { "kind": "rnnProp", "preprocess": true } }""",
        "file: unknown key 'learnedOptimizer.preprocess'; expected one of hiddenSize, beta1")]
    [InlineData("""{ "learnedOptimizer": 3 }""", "file: 'learnedOptimizer' is a JSON Number; expected an object")]
    [InlineData("""{ "data": { "name": "mnist", "resize": 5000 } }""", "file, 'data': resize is 5000; expected 1 to 1024")]
    [InlineData("""{ "metaTraining": { "regularizer": { "beta": "much" } } }""",
        "file: 'metaTraining.regularizer.beta' is \"much\"; expected a number")]
    [InlineData("""{ "metaTesting": { "baselines": ["adam", "adam"] } }""",
        "file, 'metaTesting': 'adam' is named twice; expected each name once")]
    [InlineData("""{ "metaTesting": { "search": { "rates": [] } } }""", "file, 'metaTesting.search': rates are []; expected at least one")]
    public void What_is_wrong_is_said_with_path_and_value(string text, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<InvalidDataException>(() => SettingsJson.Parse<Experiment>(text, "file")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Overrides_switch_kinds_and_open_and_close_groups()
    {
        Experiment changed = SettingsOverrides.Apply(new Experiment(),
            ["learnedOptimizer.kind=partial", "learnedOptimizer.learned.kind=learnableAdam", "learnedOptimizer.learned.beta1=0.5",
                "learnedOptimizer.tensors=*.bias", "metaTraining.regularizer.kind=norm", "data=mnist", "data.normalize=true"]);
        Assert.Equal(new PartialControl(new LearnableAdam(beta1: 0.5), ["*.bias"]), changed.LearnedOptimizer);
        Assert.Equal(new SymmetryRegularizerSettings(RegularizerKind.Norm), changed.MetaTraining.Regularizer);
        Assert.Equal(new DataSettings("mnist", normalize: true), changed.Data);
        Assert.Null(SettingsOverrides.Apply(changed, ["metaTraining.regularizer=null"]).MetaTraining.Regularizer);
        Assert.Equal(new CoordinateLstm(), SettingsOverrides.Apply(changed, ["learnedOptimizer.kind=coordinateLstm"]).LearnedOptimizer);
    }

    [Fact]
    public void Differences_name_key_and_both_values()
    {
        IReadOnlyList<SettingsDifference> differences = SettingsDifference.Between(new Experiment(),
            new Experiment(seed: 2, learnedOptimizer: new LearnableSgd()));
        Assert.Contains(new SettingsDifference("seed", "1", "2"), differences);
        Assert.Contains(new SettingsDifference("learnedOptimizer.kind", "\"coordinateLstm\"", "\"learnableSgd\""), differences);
        Assert.Contains(new SettingsDifference("learnedOptimizer.hiddenSize", "20", null), differences);
        Assert.Contains(new SettingsDifference("learnedOptimizer.momentum", null, "0.9"), differences);
        Assert.Empty(SettingsDifference.Between(new Experiment(), new Experiment()));
    }

    [Fact]
    public void The_schema_knows_every_key_that_files_may_have()
    {
        using var schema = JsonDocument.Parse(SettingsSchema.Format<Experiment>("an experiment",
            new Dictionary<string, string> { ["seed"] = "where randomness starts" }));
        foreach (ExperimentPreset preset in ExperimentPresets.All)
        {
            using var file = JsonDocument.Parse(SettingsJson.Format(preset.Experiment));
            AssertFits(file.RootElement, schema.RootElement, preset.Name);
        }
        Assert.Equal("where randomness starts", schema.RootElement.GetProperty("properties")
            .GetProperty("seed").GetProperty("description").GetString());
    }

    /// <summary>Walks file and schema side by side: the parts of JSON schema that are used here.</summary>
    private static void AssertFits(JsonElement value, JsonElement schema, string path) =>
        Assert.True(Fits(value, schema), $"{path}: {value.GetRawText()} against {schema.GetRawText()}");

    private static bool Fits(JsonElement value, JsonElement schema)
    {
        if (schema.TryGetProperty("anyOf", out JsonElement any))
            return any.EnumerateArray().Any(choice => Fits(value, choice));
        if (schema.TryGetProperty("oneOf", out JsonElement one))
            return one.EnumerateArray().Count(choice => Fits(value, choice)) == 1;
        if (schema.TryGetProperty("const", out JsonElement constant))
            return value.GetString() == constant.GetString();
        if (schema.TryGetProperty("enum", out JsonElement names))
            return names.EnumerateArray().Any(name => name.GetString() == value.GetString());
        return schema.GetProperty("type").GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object && (!schema.TryGetProperty("properties", out JsonElement properties)
                || value.EnumerateObject()
                    .All(property => properties.TryGetProperty(property.Name, out JsonElement own) && Fits(property.Value, own))),
            "array" => value.ValueKind == JsonValueKind.Array
                && value.EnumerateArray().All(item => Fits(item, schema.GetProperty("items"))),
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" => value.ValueKind == JsonValueKind.Number && value.GetRawText().All(static c => char.IsDigit(c) || c == '-'),
            "number" => value.ValueKind == JsonValueKind.Number,
            "null" => value.ValueKind == JsonValueKind.Null,
            _ => false,
        };
    }
}
