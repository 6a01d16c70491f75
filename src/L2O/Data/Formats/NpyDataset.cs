using L2O.Data.Fitted;

namespace L2O.Data.Formats;

/// <summary>
/// Pairs of NumPy's npy files as datasets: inputs of shape (sample, ...) and targets of shape (sample) or (sample, value). Integers as
/// targets are classes, floats values, unless <see cref="DatasetOptions.Classification"/> says otherwise.
/// </summary>
public static class NpyDataset
{
    /// <summary>What such files are called in front of a path.</summary>
    public const string Kind = "npy";

    private static readonly string[] s_options =
        ["target", "targets", "test", "testTargets", "testShare", "splitSeed", "standardize", "standardizeTarget", "classification"];

    /// <summary>Reads inputs and targets.</summary>
    /// <param name="inputs">The file of the inputs.</param>
    /// <param name="targets">The file of the targets.</param>
    /// <param name="options">Test split and scaling; null for the usual: a fifth is drawn for tests.</param>
    /// <exception cref="ArgumentException">An option does not go with the files.</exception>
    /// <exception cref="InvalidDataException">A file is malformed, or the two do not belong together.</exception>
    /// <exception cref="IOException">A file is missing or unreadable.</exception>
    public static DataSplits Load(string inputs, string targets, DatasetOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(inputs);
        ArgumentException.ThrowIfNullOrEmpty(targets);
        return Read(inputs, (options ?? new DatasetOptions()) with { Targets = targets });
    }

    internal static DataSplits Read(string path, DatasetOptions options)
    {
        if (options.Fitted is { } fitted)
            return ReadFitted(path, fitted, options.Targets);
        options.Require(Kind, s_options);
        CheckTargets(path, options);
        NpyArray inputs = Finite(NpyFile.Read(path));
        NpyArray? targets = options.Targets is { } file ? Targets(file, inputs) : null;
        NpyArray? testInputs = options.Test is { } test ? Finite(NpyFile.Read(test)) : null;
        NpyArray? testTargets = testInputs is not null && options.TestTargets is { } testFile ? Targets(testFile, testInputs) : null;
        if (testInputs is not null && !testInputs.Shape.AsSpan()[1..].SequenceEqual(inputs.Shape.AsSpan()[1..]))
            throw new InvalidDataException($"{testInputs.Source}: samples of shape ({string.Join(", ", testInputs.Shape[1..])}); expected "
                + $"({string.Join(", ", inputs.Shape[1..])}) as in {path}");
        (int[] train, int[] held) = testInputs is null
            ? TestSplit.Draw(path, inputs.Shape[0], options)
            : ([.. Enumerable.Range(0, inputs.Shape[0])], [.. Enumerable.Range(0, testInputs.Shape[0])]);
        var split = new NpySplits(inputs, targets, train, options);
        string name = Path.GetFileName(path);
        return new DataSplits(name, split.Make($"{name}/train", inputs, targets, train),
            split.Make($"{name}/test", testInputs ?? inputs, testTargets ?? (testInputs is null ? targets : null), held))
        {
            Encoding = split.Encoding,
        };
    }

    /// <summary>Reads all samples as training files were read.</summary>
    private static DataSplits ReadFitted(string path, FittedData fitted, string? targetsPath)
    {
        NpyArray inputs = Finite(NpyFile.Read(path));
        fitted.CheckShape(path, inputs.Shape.Length > 1 ? inputs.Shape[1..] : [1]);
        var split = new NpySplits(fitted);
        string name = Path.GetFileName(path);
        NpyArray? targets = targetsPath is null ? null : Targets(targetsPath, inputs);
        if (targets is not null && fitted.Target == TargetKind.Values && targets.SampleSize != fitted.TargetSize)
            throw new InvalidDataException($"{targetsPath}: targets of {targets.SampleSize} values; expected {fitted.TargetSize}, as the "
                + "network was trained on");
        bool isAutoencoder = fitted.Target == TargetKind.Input;
        IDataset whole = targets is null && !isAutoencoder ? split.MakeWithoutTargets(name, inputs, fitted.TargetSize)
            : split.Make(name, inputs, isAutoencoder ? null : targets, [.. Enumerable.Range(0, inputs.Shape[0])]);
        return new DataSplits(name, whole, whole) { Encoding = fitted.Encoding, HasTargets = isAutoencoder || targets is not null };
    }

    private static void CheckTargets(string path, DatasetOptions options)
    {
        if (options.Target is { } target && !options.IsAutoencoder)
            throw new ArgumentException($"data option 'target' is '{target}'; expected {DatasetOptions.InputTarget}, or targets=FILE.npy");
        if (options.IsAutoencoder == options.Targets is not null)
            throw new ArgumentException($"{path}: {(options.IsAutoencoder ? "both target=input and targets are" : "no targets are")} "
                + $"given; expected targets=FILE.npy, or target={DatasetOptions.InputTarget} for an autoencoder");
        if (options.IsAutoencoder ? options.TestTargets is not null : options.Test is null != options.TestTargets is null)
            throw new ArgumentException($"data option '{(options.TestTargets is null ? "test" : "testTargets")}' stands alone; expected "
                + "test and testTargets, or neither, and no testTargets for an autoencoder");
        if (options.IsAutoencoder && (options.StandardizeTarget is not null || options.Classification is not null))
            throw new ArgumentException($"data option '{(options.Classification is null ? "standardizeTarget" : "classification")}' does "
                + $"not go with target={DatasetOptions.InputTarget}");
    }

    private static NpyArray Targets(string path, NpyArray inputs)
    {
        NpyArray targets = Finite(NpyFile.Read(path));
        if (targets.Shape.Length > 2)
            throw new InvalidDataException($"{path}: targets of shape ({string.Join(", ", targets.Shape)}); expected (sample) or (sample, "
                + "value)");
        return targets.Shape[0] == inputs.Shape[0]
            ? targets
            : throw new InvalidDataException($"{path} has {targets.Shape[0]} targets; expected {inputs.Shape[0]}, one for each sample of "
                + $"{inputs.Source}");
    }

    private static NpyArray Finite(NpyArray array)
    {
        for (int i = 0; i < array.Values.Length; i++)
            if (!float.IsFinite(array.Values[i]))
                throw new InvalidDataException($"{array.Source}, sample {i / array.SampleSize}, value {i % array.SampleSize}: it is "
                    + $"{array.Values[i]}; expected a finite number in single precision");
        return array;
    }
}
