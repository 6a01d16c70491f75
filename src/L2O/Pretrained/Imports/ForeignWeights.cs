using System.Collections.Immutable;
using L2O.Files;
using L2O.Files.Weights;

namespace L2O.Pretrained.Imports;

/// <summary>The weights of one learned optimizer, which may lie in several files.</summary>
internal sealed class ForeignWeights
{
    private const string Between = " + ";

    private ForeignWeights(ImmutableArray<WeightFile> files, SafetensorsFile tensors) => (Files, Tensors) = (files, tensors);

    /// <summary>The files as they are.</summary>
    public ImmutableArray<WeightFile> Files { get; }

    /// <summary>Their names without folders, for phi's origin.</summary>
    public string Name => string.Join(Between, Files.Select(static file => Path.GetFileName(file.Tensors.Path)));

    /// <summary>The tensors of all of them.</summary>
    public SafetensorsFile Tensors { get; }

    /// <summary>Reads files.</summary>
    /// <param name="paths">At least one.</param>
    /// <exception cref="FileNotFoundException">One is not there.</exception>
    /// <exception cref="InvalidDataException">One is damaged or no file of weights, or two of them have the same tensor.</exception>
    public static ForeignWeights Load(IReadOnlyList<string> paths)
    {
        ImmutableArray<WeightFile> files = [.. paths.Select(WeightFile.Load)];
        if (files.Length == 1)
            return new ForeignWeights(files, files[0].Tensors);
        string together = string.Join(Between, paths);
        SafetensorsTensor[] all = [.. files.SelectMany(static file => file.Tensors.Tensors)];
        return all.GroupBy(static tensor => tensor.Name).FirstOrDefault(static group => group.Count() > 1) is { } repeated
            ? throw new InvalidDataException(
                $"{together}: tensor '{repeated.Key}' is in {repeated.Count()} of the files; expected each tensor once")
            : new ForeignWeights(files, new SafetensorsFile(together, all, ImmutableDictionary<string, string>.Empty));
    }
}
