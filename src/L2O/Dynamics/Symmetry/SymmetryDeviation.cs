using System.Numerics;
using L2O.Numerics;
using L2O.Optimizees.Symmetry;

namespace L2O.Dynamics.Symmetry;

/// <summary>
/// How far an update leaves the directions that a symmetry of the loss allows (docs/mathematics.md section 8). Every function is linear in
/// the update, so it serves gradients as well, and zero for the exact gradient of a network with that symmetry. Sums run in double, in the
/// order of the flat vector: most terms cancel.
/// </summary>
/// <remarks>
/// Layers are named by the prefix of their tensors: layer <c>layers.mat_0</c> has <c>layers.mat_0.weight</c> (out, in) and
/// <c>layers.mat_0.bias</c> (out). Vectors hold one value for each coordinate of the layout; an unknown tensor is a
/// <see cref="KeyNotFoundException"/>, a vector of another length an <see cref="ArgumentException"/>.
/// </remarks>
internal static class SymmetryDeviation
{
    /// <summary>
    /// Rescale symmetry of a hidden layer of ReLU, leaky ReLU or linear units: ⟨u_W1, W1⟩ + ⟨u_b, b⟩ - ⟨u_W2, W2⟩. Such units may be made k
    /// times as large in front and 1/k times as large behind.
    /// </summary>
    /// <param name="layout">Names and places of the tensors.</param>
    /// <param name="front">The layer in front of the hidden units (W1, b).</param>
    /// <param name="behind">The layer behind them (W2); its bias has no part in the symmetry.</param>
    /// <param name="theta">(n) parameters.</param>
    /// <param name="update">(n) update or gradient at theta.</param>
    public static double Rescale<T>(ParameterLayout layout, string front, string behind, ReadOnlySpan<T> theta, ReadOnlySpan<T> update)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Scale(layout, front, theta, update) - InnerProduct(layout, Weight(behind), theta, update);

    /// <summary>
    /// Scale symmetry of the layer in front of a batch norm, whose factor the normalization takes out again: ⟨u_W, W⟩ + ⟨u_b, b⟩.
    /// </summary>
    /// <param name="layout">Names and places of the tensors.</param>
    /// <param name="front">The layer in front of the normalization.</param>
    /// <param name="theta">(n) parameters.</param>
    /// <param name="update">(n) update or gradient at theta.</param>
    public static double Scale<T>(ParameterLayout layout, string front, ReadOnlySpan<T> theta, ReadOnlySpan<T> update)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        InnerProduct(layout, Weight(front), theta, update) + InnerProduct(layout, Bias(front), theta, update);

    /// <summary>
    /// Translation symmetry of the weights in front of a softmax: Σ u_W, because one vector added to all of its rows changes no
    /// probability.
    /// </summary>
    /// <param name="layout">Names and places of the tensors.</param>
    /// <param name="output">The layer in front of the softmax.</param>
    /// <param name="update">(n) update or gradient.</param>
    public static double TranslationWeight<T>(ParameterLayout layout, string output, ReadOnlySpan<T> update)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Sum(layout, Weight(output), update);

    /// <summary>Translation symmetry of the bias in front of a softmax: Σ u_b.</summary>
    /// <param name="layout">Names and places of the tensors.</param>
    /// <param name="output">The layer in front of the softmax.</param>
    /// <param name="update">(n) update or gradient.</param>
    public static double TranslationBias<T>(ParameterLayout layout, string output, ReadOnlySpan<T> update)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Sum(layout, Bias(output), update);

    /// <summary>
    /// The translation deviation column by column: the sum over the classes of each input's weights. Each column has the symmetry by
    /// itself; in <see cref="TranslationWeight"/>, their sum, columns may cancel.
    /// </summary>
    /// <param name="layout">Names and places of the tensors.</param>
    /// <param name="output">The layer in front of the softmax, weight (out, in).</param>
    /// <param name="update">(n) update or gradient.</param>
    /// <param name="columns">(in) receives the sums; overwritten.</param>
    /// <exception cref="ArgumentException">The columns' number is not that of the weight.</exception>
    public static void TranslationColumns<T>(ParameterLayout layout, string output, ReadOnlySpan<T> update, Span<double> columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> weight = Find(layout, Weight(output), update);
        int width = layout[Weight(output)].Shape[^1];
        if (columns.Length != width)
            throw new ArgumentException($"{columns.Length} column sums; expected {width}, the inputs of '{output}'", nameof(columns));
        columns.Clear();
        for (int i = 0; i < weight.Length; i++)
            columns[i % width] += double.CreateChecked(weight[i]);
    }

    /// <summary>
    /// The deviation of any symmetry that a network was found to have: of a rescale or scale symmetry as in <see cref="Rescale"/> and
    /// <see cref="Scale"/>, of a translation symmetry the sum of the weight's and the bias's.
    /// </summary>
    /// <param name="symmetry">The symmetry, by its tensors.</param>
    /// <param name="theta">(n) parameters.</param>
    /// <param name="update">(n) update or gradient at theta.</param>
    public static double Of<T>(NetworkSymmetry symmetry, ReadOnlySpan<T> theta, ReadOnlySpan<T> update)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(symmetry);
        double sum = 0;
        if (!symmetry.IsWhole)
        {
            foreach (SymmetryPiece piece in symmetry.Units.SelectMany(symmetry.Pieces))
                sum += piece.Sign * DoubleSums.InnerProduct(theta.Slice(piece.Start, piece.Count), update.Slice(piece.Start, piece.Count));
            return sum;
        }
        foreach (ParameterSlot slot in symmetry.Front)
            sum += symmetry.Kind == SymmetryKind.Translation ? DoubleSums.Sum(slot.Of(update))
                : DoubleSums.InnerProduct(slot.Of(theta), slot.Of(update));
        return symmetry.Behind is { } behind ? sum - DoubleSums.InnerProduct(behind.Of(theta), behind.Of(update)) : sum;
    }

    private static string Weight(string layer) => $"{layer}.weight";

    private static string Bias(string layer) => $"{layer}.bias";

    private static double InnerProduct<T>(ParameterLayout layout, string tensor, ReadOnlySpan<T> theta, ReadOnlySpan<T> update)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            DoubleSums.InnerProduct(Find(layout, tensor, theta), Find(layout, tensor, update));

    private static double Sum<T>(ParameterLayout layout, string tensor, ReadOnlySpan<T> update)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        DoubleSums.Sum(Find(layout, tensor, update));

    private static ReadOnlySpan<T> Find<T>(ParameterLayout layout, string tensor, ReadOnlySpan<T> vector)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return vector.Length == layout.Count
            ? layout[tensor].Of(vector)
            : throw new ArgumentException($"vector of {vector.Length} values; expected {layout.Count}, the coordinates of the layout");
    }
}
