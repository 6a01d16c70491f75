using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using L2O.MetaTraining;
using L2O.Runs;

namespace L2O.Cli;

/// <summary>Help on what <c>--preset</c> and <c>--set</c> can name.</summary>
internal static class SettingsHelp
{
    /// <summary>What each setting of a meta-training means, by its key.</summary>
    public static ImmutableSortedDictionary<string, string> Meanings { get; } = new Dictionary<string, string>
    {
        ["optimizee"] = "network that is trained",
        ["data"] = "dataset",
        ["seed"] = "seed of everything random",
        ["learnedOptimizer.hiddenSize"] = "hidden size of both LSTM cells, 1 to 1024",
        ["learnedOptimizer.preprocess"] = "whether a gradient is read as logarithm and sign",
        ["learnedOptimizer.preprocessFactor"] = "gradients under exp(-this) count as small",
        ["learnedOptimizer.updateScale"] = "factor between output and change of a parameter",
        ["learnedOptimizer.extraInputs"] = "what is read besides the gradient, e.g. parameterValue,time",
        ["learnedOptimizer.timeHorizon"] = "T of the time inputs, in iterations",
        ["learnedOptimizer.sharedState"] = "whether all coordinates share one state, their mean",
        ["learnedOptimizer.outputInitialization"] = "output layer at first: uniform or xavier",
        ["metaTraining.epochs"] = "epochs",
        ["metaTraining.runsPerEpoch"] = "training runs an epoch",
        ["metaTraining.testRuns"] = "test runs an epoch, which pick the best epoch; with 0 the meta-loss does",
        ["metaTraining.iterations"] = "iterations a run",
        ["metaTraining.unroll"] = "iterations between two meta-steps",
        ["metaTraining.batchSize"] = "samples a batch",
        ["metaTraining.metaLearningRate"] = "learning rate of the meta-steps (Adam)",
        ["metaTraining.finalMetaLearningRate"] = "rate at the end, reached along half a cosine; null: constant",
        ["metaTraining.logLoss"] = "meta-loss: log of the summed loss, or the sum",
        ["metaTraining.dataOrder"] = "fixed: each run sees the same batches; or perRun",
        ["metaTraining.longestUnroll"] = "unrolls of random length, from unroll to this; null: all of length unroll",
        ["metaTraining.clipNorm"] = "longest meta-gradient; null: any",
        ["metaTraining.regularizer.kind"] = "what the meta-loss charges for: rescale, scale, translation, all, norm",
        ["metaTraining.regularizer.beta"] = "its weight; below 0 the deviation is rewarded",
        ["metaTraining.randomStart.optimizer"] = "what trains in front of the learned optimizer",
        ["metaTraining.randomStart.learningRate"] = "its learning rate",
        ["metaTraining.randomStart.latest"] = "latest start; null: the last iteration",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>One line a preset.</summary>
    public static HelpSection Presets() => new("Presets", [.. ExperimentPresets.Names.Select(static name =>
    {
        MetaTrainingExperiment preset = ExperimentPresets.Find(name);
        MetaTrainingSettings training = preset.MetaTraining;
        return string.Create(CultureInfo.InvariantCulture,
            $"{name,-18}{preset.Optimizee} on {preset.Data}, {training.Epochs} epochs of {training.RunsPerEpoch} runs of {training.Iterations} iterations, meta-learning rate {training.MetaLearningRate}");
    })]);

    /// <summary>One line a setting, with its value in a preset.</summary>
    public static HelpSection Settings(string preset)
    {
        using var document = JsonDocument.Parse(SettingsJson.Format(ExperimentPresets.Find(preset)));
        List<(string Key, string Value)> values = [.. Leaves(document.RootElement, "")];
        int keyWidth = values.Max(static pair => pair.Key.Length), valueWidth = values.Max(static pair => pair.Value.Length);
        return new HelpSection($"Settings for --set, with their values in the preset {preset}",
            [.. values.Select(pair => $"{pair.Key.PadRight(keyWidth)}  {pair.Value.PadRight(valueWidth)}  {Meanings.GetValueOrDefault(pair.Key, "")}")]);
    }

    private static IEnumerable<(string Key, string Value)> Leaves(JsonElement record, string prefix) => record.EnumerateObject().SelectMany(property =>
        property.Value.ValueKind == JsonValueKind.Object
            ? Leaves(property.Value, $"{prefix}{property.Name}.")
            : [(prefix + property.Name, property.Value.ToString() is { Length: > 0 } text ? property.Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? property.Value.GetRawText() : text : "null")]);
}
