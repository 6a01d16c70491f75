using System.Numerics;
using L2O.Kernels.Lstm;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Lstm;

/// <summary>
/// The tensors of two LSTM cells and a linear output in phi, under the original's names, and their way into and out of the kernels.
/// </summary>
internal static class LstmTensors
{
    private const int PerCell = 4;
    private const int OutputAt = 2 * PerCell;

    /// <summary>Names and shapes.</summary>
    /// <param name="inputs">What the first cell reads.</param>
    /// <param name="hidden">H of both cells.</param>
    public static (string Name, int[] Shape)[] Layout(int inputs, int hidden) =>
    [
        ("recurs.weight_ih", [4 * hidden, inputs]),
        ("recurs.weight_hh", [4 * hidden, hidden]),
        ("recurs.bias_ih", [4 * hidden]),
        ("recurs.bias_hh", [4 * hidden]),
        ("recurs2.weight_ih", [4 * hidden, hidden]),
        ("recurs2.weight_hh", [4 * hidden, hidden]),
        ("recurs2.bias_ih", [4 * hidden]),
        ("recurs2.bias_hh", [4 * hidden]),
        ("output.weight", [1, hidden]),
        ("output.bias", [1]),
    ];

    /// <summary>Takes phi over into the kernels' weights.</summary>
    /// <param name="slots">The tensors of <see cref="Layout"/> in phi.</param>
    /// <param name="phi">(P).</param>
    /// <param name="weights">Overwritten.</param>
    public static void Pack<T>(ReadOnlySpan<ParameterSlot> slots, ReadOnlySpan<T> phi, LstmWeights<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int cell = 0; cell < 2; cell++)
        {
            ReadOnlySpan<ParameterSlot> own = slots.Slice(PerCell * cell, PerCell);
            weights.PackCell(cell, own[0].Of(phi), own[1].Of(phi), own[2].Of(phi), own[3].Of(phi));
        }
        weights.PackOutput(slots[OutputAt].Of(phi), slots[OutputAt + 1].Of(phi));
    }

    /// <summary>Writes the kernels' sums as the gradient of phi.</summary>
    /// <param name="slots">The tensors of <see cref="Layout"/> in phi.</param>
    /// <param name="sums">The gradient.</param>
    /// <param name="dPhi">(P); these tensors are overwritten.</param>
    public static void Write<T>(ReadOnlySpan<ParameterSlot> slots, LstmWeightSums sums, Span<T> dPhi)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int cell = 0; cell < 2; cell++)
        {
            ReadOnlySpan<ParameterSlot> own = slots.Slice(PerCell * cell, PerCell);
            sums.WriteCell(cell, own[0].Of(dPhi), own[1].Of(dPhi), own[2].Of(dPhi), own[3].Of(dPhi));
        }
        sums.WriteOutput(slots[OutputAt].Of(dPhi), slots[OutputAt + 1].Of(dPhi));
    }
}
