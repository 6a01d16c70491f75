using System.Numerics;

namespace L2O.Optimizees.Layers;

/// <summary>
/// A layer with parameters that tells each sample's part of their derivative apart, so that one pass over a batch gives the gradients of
/// all of its samples. A network with a layer that does not takes one pass a sample.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public interface ISampleGradientLayer<T> : ILayer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether it can: all but blocks of layers one of which cannot.</summary>
    bool SupportsSampleGradients => true;

    /// <summary>
    /// The part of the parameters' derivative that comes from one sample, given that <see cref="ILayer{T}.Forward"/> has run on the same
    /// pass.
    /// </summary>
    /// <param name="pass">As in the forward pass, of evaluation.</param>
    /// <param name="dOutput">(sample, output feature) of all samples.</param>
    /// <param name="sample">Which one, from 0.</param>
    /// <param name="dParameters">Overwritten.</param>
    void SampleGradient(LayerPass<T> pass, ReadOnlySpan<T> dOutput, int sample, Span<T> dParameters);
}
