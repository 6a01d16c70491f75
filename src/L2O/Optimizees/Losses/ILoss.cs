using System.Numerics;
using L2O.Data;

namespace L2O.Optimizees.Losses;

/// <summary>
/// The loss behind a network's last layer: the mean over a batch's samples of what each costs. A backward pass belongs to the last forward
/// pass, and gets the same outputs and batch. Allocates nothing once it has seen the largest batch.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public interface ILoss<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What the loss does not change by, and what its outputs mean.</summary>
    LossTraits Traits { get; }

    /// <summary>
    /// Sum of the samples' losses, and how many samples' largest output is their label's; null where the targets are no classes.
    /// </summary>
    /// <param name="outputs">(sample, output).</param>
    /// <param name="batch">Its labels or targets; the inputs do not matter.</param>
    /// <exception cref="ArgumentException">The batch has other targets than this loss takes, or they do not fit the outputs.</exception>
    (double LossSum, int? Hits) Forward(ReadOnlySpan<T> outputs, Batch<T> batch);

    /// <summary>Derivative of the batch's mean loss by the outputs.</summary>
    /// <param name="outputs">(sample, output), as in the forward pass.</param>
    /// <param name="batch">As in the forward pass.</param>
    /// <param name="dOutputs">(sample, output); overwritten.</param>
    void Backward(ReadOnlySpan<T> outputs, Batch<T> batch, Span<T> dOutputs);

    /// <summary>
    /// How <see cref="Backward"/>'s result changes along a direction of the outputs: the loss's Hessian times that direction.
    /// </summary>
    /// <param name="outputs">(sample, output), as in the forward pass.</param>
    /// <param name="batch">As in the forward pass.</param>
    /// <param name="outputsTangent">(sample, output) the direction.</param>
    /// <param name="dOutputsTangent">(sample, output); overwritten.</param>
    void BackwardTangent(ReadOnlySpan<T> outputs, Batch<T> batch, ReadOnlySpan<T> outputsTangent, Span<T> dOutputsTangent);
}
