using System.Collections.Immutable;
using System.Text.Json;
using L2O.Experiments;
using L2O.Settings;

namespace L2O.Cli.Help;

/// <summary>Help on what <c>--preset</c> and <c>--set</c> can name.</summary>
internal static class SettingsHelp
{
    /// <summary>What each setting of a meta-training means, by its key.</summary>
    public static ImmutableSortedDictionary<string, string> Meanings { get; } = new Dictionary<string, string>
    {
        ["schemaVersion"] = "version of these keys",
        ["seed"] = "seed of everything random",
        ["data.name"] = "dataset; data=NAME means the same",
        ["data.normalize"] = "pixels to mean 0 and standard deviation 1 (of MNIST)",
        ["data.gray"] = "colored images to gray ones",
        ["data.resize"] = "images to this many rows and columns; null: as they are",
        ["data.onlyClasses"] = "labels to keep, e.g. 0,1; null: all",
        ["data.path"] = "file or folder of your own; data.name is then table, npy or images",
        ["data.target"] = "column of the target; input: the inputs themselves (autoencoder)",
        ["data.targets"] = "file of the targets, where inputs and targets are two files",
        ["data.test"] = "file or folder of the test split; null: drawn",
        ["data.testTargets"] = "file of the test split's targets",
        ["data.testShare"] = "share that is drawn for the test split; null: 0.2",
        ["data.splitSeed"] = "seed of that draw; null: 1",
        ["data.columns"] = "columns that are inputs; null: all but the target",
        ["data.standardize"] = "inputs to mean 0 and standard deviation 1 of the training split; null: tables only",
        ["data.standardizeTarget"] = "the same for target values; null: as the inputs",
        ["data.classification"] = "whole numbers as targets are classes; null: in npy files only",
        ["data.digests"] = "SHA-256 of the files, stored by a run; other files are refused",
        ["loss"] = "softmax, mse or bce; null: softmax for classes, mse for values",
        ["optimizee"] = "network that is trained",
        ["layers"] = "the network layer by layer instead, e.g. affine-20,relu,affine-10",
        ["tasks"] = "several networks with weights instead; in a file only",
        ["startFrom"] = "phi file, or folder with one, to fine-tune; null: a fresh phi",
        ["learnedOptimizer.kind"] = "the architecture, e.g. rnnProp, smallFc, celo2, velo; 'l2o schema' lists all",
        ["learnedOptimizer.hiddenSize"] = "hidden size of its layers, 1 to 1024; of smallFc and elo a multiple of 4 up to 128",
        ["learnedOptimizer.preprocess"] = "whether a gradient is read as logarithm and sign",
        ["learnedOptimizer.preprocessFactor"] = "gradients under exp(-this) count as small",
        ["learnedOptimizer.updateScale"] = "factor between output and change of a parameter",
        ["learnedOptimizer.extraInputs"] = "what is read besides the gradient, e.g. parameterValue,time",
        ["learnedOptimizer.timeHorizon"] = "T of the time inputs, in iterations; null: the length of the run at hand",
        ["learnedOptimizer.sharedState"] = "whether all coordinates share one state, their mean",
        ["learnedOptimizer.outputInitialization"] = "output layer at first: uniform or xavier",
        ["learnedOptimizer.initialization"] = "a fresh phi: own, or pytorch as in the study's code; of celo2 random, or rule",
        ["learnedOptimizer.initializationSeed"] = "PyTorch's seed with it; 0 is the study's",
        ["learnedOptimizer.beta1"] = "decay of the gradient's mean",
        ["learnedOptimizer.beta2"] = "decay of the squared gradient's mean",
        ["learnedOptimizer.magnitudeScale"] = "factor of a network's second output, in the exponent",
        ["learnedOptimizer.learningRate"] = "learning rate at the start; of partial: of the other optimizer",
        ["learnedOptimizer.momentum"] = "momentum at the start; 0 stays 0",
        ["learnedOptimizer.epsilon"] = "Adam's epsilon at the start",
        ["learnedOptimizer.orthogonalize"] = "whether celo2 makes its outputs orthogonal; false is celo2-base",
        ["learnedOptimizer.weightDecay"] = "decoupled weight decay, of celo2 that of matrices",
        ["learnedOptimizer.vectorRule"] = "what moves vectors in celo2: adam, uncorrectedAdam, sharedAdam, learned",
        ["learnedOptimizer.vectorRateFactor"] = "learning rate of vectors over that of matrices",
        ["learnedOptimizer.vectorWeightDecay"] = "decoupled weight decay of vectors",
        ["learnedOptimizer.convolutions"] = "tensors of more than two dimensions: a matrix; published: slices (celo2), or tensor",
        ["learnedOptimizer.lstmSize"] = "units of VeLO's LSTM over tensors",
        ["learnedOptimizer.bankSize"] = "networks that VeLO mixes for each tensor",
        ["learnedOptimizer.mixFactor"] = "factor of the mixed weights",
        ["learnedOptimizer.isScheduled"] = "whether Celo's LSTM schedules its rate; false is the first phase of training",
        ["learnedOptimizer.learned"] = "what drives the chosen tensors: keys as of learnedOptimizer",
        ["learnedOptimizer.tensors"] = "tensors that it drives, e.g. *.weight",
        ["learnedOptimizer.optimizer"] = "what drives the other tensors",
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
        ["metaTraining.divergence"] = "on NaN or infinity: skipMetaStep, stopRun (the inner one) or abort",
        ["metaTraining.randomStart.optimizer"] = "what trains in front of the learned optimizer",
        ["metaTraining.randomStart.learningRate"] = "its learning rate",
        ["metaTraining.randomStart.latest"] = "latest start; null: the last iteration",
        ["particles.metaSteps"] = "many inner runs side by side instead of metaTraining: meta-steps",
        ["particles.epochSteps"] = "meta-steps of an epoch, behind which phi is evaluated; null: a twentieth of all",
        ["particles.families"] = "tasks with estimators, horizons, losses; in a file only",
        ["particles.metaOptimizer"] = "what trains phi, e.g. adam@0.001:clip=1:schedule=cosine:skip=w0.*",
        ["particles.validation.tasks"] = "tasks of the evaluation; null: the families'; in a file only",
        ["particles.validation.runs"] = "fixed runs of the evaluation",
        ["particles.validation.iterations"] = "steps of each",
        ["metaTesting.optimizees"] = "networks to test on; null: those trained on",
        ["metaTesting.baselines"] = "what to compare with: names (tuned), adam@0.01, lion-sgd-0.25",
        ["metaTesting.iterations"] = "steps of each run",
        ["metaTesting.runs"] = "runs of each optimizer on each network",
        ["metaTesting.batchSize"] = "samples a batch",
        ["metaTesting.testEvery"] = "iterations between two test batches",
        ["metaTesting.search.rates"] = "learning rates to search, ascending",
        ["metaTesting.search.runs"] = "runs of each learning rate",
        ["metaTesting.search.iterations"] = "steps of these; null: half of a test run's",
        ["metaTesting.search.schedules"] = "schedules tried with every rate, e.g. [\"constant\", \"cosine\"]; null: constant alone",
        ["metaTesting.search.extendDecades"] = "decades to extend the rates by where an end wins; null: 2 or, of own rates, 0",
        ["metaTesting.lossThreshold"] = "training loss to count to; null: tuned Adam's at a third of the run",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>One line a setting, with its value in a preset.</summary>
    public static HelpSection Settings(string preset)
    {
        using var document = JsonDocument.Parse(SettingsJson.Format(ExperimentPresets.Find(preset)));
        Dictionary<string, string> values = Leaves(document.RootElement, "")
            .ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);
        IReadOnlyList<string> keys = SettingsOverrides.Keys<Experiment>();
        int keyWidth = keys.Max(static key => key.Length);
        return new HelpSection($"Settings for --set, with their values in the preset {preset} (- for another kind's)",
            [.. keys.Select(key =>
                $"{key.PadRight(keyWidth)}  {values.GetValueOrDefault(key, "-"),-14}  {Meanings.GetValueOrDefault(key, "")}")]);
    }

    private static IEnumerable<(string Key, string Value)> Leaves(JsonElement record, string prefix) =>
        record.EnumerateObject().SelectMany(property =>
        property.Value.ValueKind == JsonValueKind.Array
            ? [(prefix + property.Name, property.Value.GetArrayLength() == 0 ? "none" : string.Join(',', property.Value.EnumerateArray()))]
        : property.Value.ValueKind == JsonValueKind.Object
            ? Leaves(property.Value, $"{prefix}{property.Name}.")
            : [(prefix + property.Name, property.Value.ToString() is { Length: > 0 } text ? property.Value.ValueKind is JsonValueKind.True
                or JsonValueKind.False ? property.Value.GetRawText() : text : "null")]);
}
