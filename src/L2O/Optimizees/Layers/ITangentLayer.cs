using System.Numerics;

namespace L2O.Optimizees.Layers;

/// <summary>
/// A layer that can be differentiated along a direction, forward and backward: both passes of it together make Hessian-vector products. A
/// tangent is the rate at which a quantity changes when the parameters move along the direction. In evaluation mode alone.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public interface ITangentLayer<T> : ILayer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether it can be with its present settings, e.g. not through a batch's own statistics.</summary>
    bool SupportsTangents { get; }

    /// <summary>The output's tangent, given that <see cref="ILayer{T}.Forward"/> has just run on the same pass.</summary>
    /// <param name="pass">As in the forward pass.</param>
    /// <param name="tangent">Of the parameters and of the input.</param>
    /// <param name="output">What the forward pass gave.</param>
    /// <param name="outputTangent">(sample, output feature); overwritten.</param>
    void ForwardTangent(LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> output, Span<T> outputTangent);

    /// <summary>
    /// The tangents of what <see cref="ILayer{T}.Backward"/> computes, given that <see cref="ForwardTangent"/> has run on them.
    /// </summary>
    /// <param name="pass">As in the forward pass.</param>
    /// <param name="tangent">Of the parameters and of the input.</param>
    /// <param name="output">What the forward pass gave.</param>
    /// <param name="dOutput">(sample, output feature): dLoss/dOutput.</param>
    /// <param name="dOutputTangent">(sample, output feature): its tangent.</param>
    /// <param name="dParametersTangent">Of dLoss/dParameters; overwritten.</param>
    /// <param name="dInputTangent">(sample, input feature) of dLoss/dInput; overwritten. Empty exactly where the input's tangent
    /// is.</param>
    void BackwardTangent(
        LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput,
            ReadOnlySpan<T> dOutputTangent, Span<T> dParametersTangent, Span<T> dInputTangent);
}
