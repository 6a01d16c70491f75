using L2O.Numerics;
using L2O.Optimizers.Learned.Factored;

namespace L2O.Optimizers.Learned.Celo2;

/// <summary>What one tensor is to a <see cref="Celo2"/>, by its shape alone.</summary>
internal static class Celo2Tensor
{
    /// <summary>Whether the network moves it, rather than Adam.</summary>
    public static bool IsByNetwork(ParameterSlot slot, Celo2 settings) =>
        slot.Shape.Length >= 2 || settings.VectorRule == Celo2VectorRule.Learned;

    /// <summary>Its mean squares: of a vector that Adam moves none.</summary>
    public static FactoredTensor Of(ParameterSlot slot, Celo2 settings) =>
        !IsByNetwork(slot, settings) ? FactoredTensor.Vector(slot.Count) with { RowSquares = 0 }
        : slot.Shape.Length > 2 && settings.Convolutions == Celo2Convolutions.Slices ? FactoredTensor.Sliced(slot)
        : FactoredTensor.Whole(slot, ConvolutionForm.Matrix);
}
