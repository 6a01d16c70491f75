using L2O.Numerics;
using L2O.Optimizees.Layers;

namespace L2O.Optimizees;

/// <summary>What the tensors of a network are to it.</summary>
internal static class TensorRoles
{
    /// <summary>
    /// From a tensor to its role: head for the weight of the last layer with parameters, if that is linear; normalization for those of
    /// normalizations; what the rank says for all others.
    /// </summary>
    /// <param name="layers">From the input to the output.</param>
    public static Func<ParameterSlot, TensorRole?> Of(IReadOnlyList<LayerSignature> layers)
    {
        HashSet<string> normalizations = [.. layers.Where(static layer => layer.Role == LayerRole.Normalization)
            .SelectMany(static layer => layer.Parameters.Select(static tensor => tensor.Name))];
        LayerSignature last = layers.Last(static layer => layer.Parameters.Length > 0);
        string? head = last.Role == LayerRole.Linear ? last.Parameters[0].Name : null;
        return slot => slot.Name == head ? TensorRole.Head : normalizations.Contains(slot.Name) ? TensorRole.Normalization : null;
    }
}
