using L2O.Files;
using L2O.Numerics;
using L2O.Optimizees;

namespace L2O.Runs.Networks;

/// <summary>
/// A network's parameters and statistics as a PyTorch state dictionary in a safetensors file: the names of the layout, and beside running
/// statistics the count of the batches that PyTorch's batch norms keep.
/// </summary>
internal static class NetworkWeights
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "weights.safetensors";

    private const string MeanSuffix = ".running_mean";
    private const string BatchesSuffix = ".num_batches_tracked";

    /// <summary>Writes the file, in one step.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="network">Gives the layouts.</param>
    /// <param name="theta">(n) parameters.</param>
    /// <param name="statistics">The statistics.</param>
    /// <param name="batches">Batches that the statistics have seen.</param>
    public static void Save(string folder, Network<float> network, float[] theta, float[] statistics, int batches)
    {
        var tensors = new List<SafetensorsTensor>();
        foreach (ParameterSlot slot in network.Layout.Slots)
            tensors.Add(SafetensorsTensor.Of(slot.Name, slot.Of(theta.AsSpan()), [.. slot.Shape]));
        foreach (ParameterSlot slot in network.StatisticsLayout.Slots)
        {
            tensors.Add(SafetensorsTensor.Of(slot.Name, slot.Of(statistics.AsSpan()), [.. slot.Shape]));
            if (slot.Name.EndsWith(MeanSuffix, StringComparison.Ordinal))
                tensors.Add(SafetensorsTensor.Of(slot.Name[..^MeanSuffix.Length] + BatchesSuffix, [(long)batches]));
        }
        SafetensorsFile.Save(Path.Combine(folder, FileName), tensors, SafetensorsDigest.Seal(tensors, [new("format", "pt")]));
    }

    /// <summary>Reads parameters, and the statistics into the network. A count of batches may be missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="network">Gives the layouts; gets the statistics.</param>
    /// <returns>(n) parameters.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or a tensor is missing, too many, of another shape or not finite.</exception>
    public static float[] Load(string folder, Network<float> network)
    {
        var file = SafetensorsFile.Load(Path.Combine(folder, FileName));
        if (SafetensorsDigest.IsIn(file)) // other programs write none
            SafetensorsDigest.Check(file);
        float[] theta = new float[network.Layout.Count], statistics = new float[network.StatisticsLayout.Count];
        Read(file, network.Layout, theta);
        Read(file, network.StatisticsLayout, statistics);
        HashSet<string> known = [.. network.Layout.Slots.Concat(network.StatisticsLayout.Slots).Select(static slot => slot.Name)];
        bool IsOther(string name) => !known.Contains(name) && !name.EndsWith(BatchesSuffix, StringComparison.Ordinal);
        if (file.Names.FirstOrDefault(IsOther) is { } other)
            throw new InvalidDataException($"{file.Path}: tensor '{other}' is none of the network's; expected {string.Join(", ", known)}");
        statistics.CopyTo(network.Statistics);
        return theta;
    }

    private static void Read(SafetensorsFile file, ParameterLayout layout, float[] values)
    {
        foreach (ParameterSlot slot in layout.Slots)
        {
            float[] tensor = file.ReadSingle(slot.Name);
            if (!file.Shape(slot.Name).AsSpan().SequenceEqual(slot.Shape.AsSpan()))
                throw new InvalidDataException($"{file.Path}: tensor '{slot.Name}' has the shape [{string.Join(", ",
                    file.Shape(slot.Name))}]; expected [{string.Join(", ", slot.Shape)}]");
            if (Array.FindIndex(tensor, static value => !float.IsFinite(value)) is var bad and >= 0)
                throw new InvalidDataException($"{file.Path}: tensor '{slot.Name}', value {bad}, is {tensor[bad]}; expected a finite one");
            tensor.CopyTo(slot.Of(values.AsSpan()));
        }
    }
}
