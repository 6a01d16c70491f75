using System.Collections.Immutable;
using L2O.Data;
using L2O.Data.Fitted;
using L2O.Optimizees.Losses;
using L2O.Settings;

namespace L2O.Runs.Networks;

/// <summary>What a trained network is, takes and gives: a folder's <c>network.json</c>, without which its weights mean nothing.</summary>
/// <param name="SchemaVersion">Version of this record, 1.</param>
/// <param name="Network">The network's name.</param>
/// <param name="Loss">What was minimized.</param>
/// <param name="InputShape">Shape of an input; (channels, height, width) for images.</param>
/// <param name="Target">What the outputs estimate: classes, values, or the input.</param>
/// <param name="Outputs">Number of outputs.</param>
/// <param name="Encoding">How inputs and targets were brought to the form that the network knows.</param>
/// <param name="Layers">From the input to the output, with the names of their tensors in the file of the weights.</param>
/// <param name="Results">How good it is.</param>
/// <param name="Origin">Data, optimizer and seed that it comes from.</param>
internal sealed record NetworkFile(
    int SchemaVersion, string Network, LossKind Loss, ImmutableArray<int> InputShape, TargetKind Target, int Outputs, DataEncoding Encoding,
    ImmutableArray<NetworkLayer> Layers, NetworkResults Results, NetworkOrigin Origin)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "network.json";

    /// <summary>The present version of the record.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Features of an input.</summary>
    public int InputSize() => InputShape.Aggregate(1, static (product, size) => checked(product * size));

    /// <summary>The form of the data, for reading more of them.</summary>
    public FittedData Fitted() => new(InputShape, Target, Outputs, Encoding);

    /// <summary>What the main metric is called; null where there is none.</summary>
    public string? MetricName() => Target switch
    {
        TargetKind.Classes => "accuracy",
        TargetKind.Values when Loss == LossKind.Mse => "R²",
        _ => null,
    };

    /// <summary>The root of the mean squared error in the unit of the target; null where that is not one value.</summary>
    /// <param name="loss">The mean squared error in the unit of the network.</param>
    public double? RootMeanSquare(double? loss) => Target == TargetKind.Values && Loss == LossKind.Mse && Outputs == 1
        ? (Encoding.Targets is [var target] ? target.Scale : 1) * Math.Sqrt(loss ?? double.NaN) : null;

    /// <summary>Stores the record in a folder, in one step.</summary>
    public void Save(string folder) => SettingsJson.Save(Path.Combine(folder, FileName), this);

    /// <summary>Reads a folder's record.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">It has no record.</exception>
    /// <exception cref="InvalidDataException">It is damaged, contradicts itself or is of a later version.</exception>
    public static NetworkFile Load(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"folder '{folder}' does not exist; expected the folder of a trained network");
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw new FileNotFoundException($"folder '{folder}' has no '{FileName}'; expected the folder of a trained network");
        NetworkFile file = SettingsJson.Load<NetworkFile>(path);
        if (file.SchemaVersion != CurrentVersion)
            throw new InvalidDataException($"{path}: schemaVersion is {file.SchemaVersion}; expected {CurrentVersion}");
        file.Check(path);
        return file;
    }

    private void Check(string path)
    {
        if (InputShape.IsDefaultOrEmpty || InputShape.Any(static size => size < 1) || Outputs < 1)
            throw new InvalidDataException($"{path}: 'inputShape' or 'outputs' has a size under 1; expected positive sizes");
        Require(Encoding.Inputs is not { } inputs || inputs.Sum(static column => (long)column.FeatureCount()) == InputSize(),
            "encoding.inputs", $"{InputSize()} features");
        Require(Encoding.Targets is not { } targets || targets.Sum(static column => (long)column.FeatureCount()) == Outputs,
            "encoding.targets", $"{Outputs} values");
        Require(Encoding.Classes is not { } classes ? Target != TargetKind.Classes : classes.Length == Outputs,
            "encoding.classes", $"{Outputs} names");
        Require(AreDistinct(Encoding.Classes), "encoding.classes", "each name once");
        Require((Encoding.Inputs ?? []).All(static column => AreDistinct(column.Categories)), "encoding.inputs", "each category once");

        static bool AreDistinct(ImmutableArray<string>? names) =>
            names is not { } given || given.Distinct(StringComparer.Ordinal).Count() == given.Length;

        void Require(bool holds, string key, string expected)
        {
            if (!holds)
                throw new InvalidDataException($"{path}: '{key}' does not fit the network; expected {expected}");
        }
    }
}
