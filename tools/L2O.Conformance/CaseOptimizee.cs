using L2O.Optimizees;

namespace L2O.Conformance;

/// <summary>Builds the network that a case names.</summary>
internal static class CaseOptimizee
{
    /// <summary>Says so if the catalog does not have the case's network; null if it has.</summary>
    public static string? WhyUnsupported(ConformanceCase @case)
    {
        string name = @case.Settings.Text("optimizee");
        try
        {
            OptimizeeCatalog.Check(name);
            return null;
        }
        catch (ArgumentException)
        {
            return $"optimizee '{name}' is not in the catalog";
        }
    }

    /// <param name="case">The case.</param>
    /// <param name="prefix">In front of the names of theta's tensors.</param>
    /// <param name="inputSize">Features of a sample.</param>
    /// <param name="compute">Where the network runs.</param>
    public static Network<float> Create(ConformanceCase @case, string prefix, int inputSize, Compute compute)
    {
        string name = @case.Settings.Text("optimizee");
        string lastBias = name switch
        {
            "conv-mnist" => "fc_layer.bias",
            "lenet" => "fc_layers.4.bias",
            _ => "layers.final_mat.bias",
        };
        return OptimizeeCatalog.Create<float>(name, inputSize, @case.ReadLength(prefix + lastBias), compute);
    }
}
