using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;

namespace L2O.Optimizees.Layers;

/// <summary>
/// A layer normalization that fades out over training: y = f·x + (1 - f)·normalized(x), f = min(1, t/T), where normalized has mean 0 and
/// variance 1 over a sample's features (Ba, Kiros, Hinton 2016; no weight, no bias) and t counts the training passes from 1. The count is
/// the layer's one statistic, so it is kept and restored like batch norm's; evaluation takes it as it stands.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class LayerNormFade<T> : ILayer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Epsilon = 1e-5;

    private readonly int _size;
    private readonly int _duration;
    private AlignedBuffer<T> _normalized = new(0); // (sample, feature)
    private AlignedBuffer<T> _inverseDeviations = new(0); // (sample)

    /// <summary>A layer with the statistic <c>name.passes</c>.</summary>
    /// <param name="name">Prefix of the statistic's name, e.g. <c>layer_norm</c>.</param>
    /// <param name="size">Features, positive.</param>
    /// <param name="duration">T: training passes until nothing is left of the normalization, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public LayerNormFade(string name, int size, int duration)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(duration);
        (_size, _duration) = (size, duration);
        Signature = new LayerSignature(size, size) { Name = $"layer norm, fading over {duration}", Statistics = [($"{name}.passes", [1])] };
    }

    /// <inheritdoc/>
    public LayerSignature Signature { get; }

    /// <inheritdoc/>
    public void Initialize(Span<T> parameters, Span<T> statistics, Rng rng) => statistics.Clear();

    /// <inheritdoc/>
    public void Forward(LayerPass<T> pass, Span<T> output)
    {
        if (_normalized.Length < pass.Count * _size)
            (_normalized, _inverseDeviations) = (new AlignedBuffer<T>(pass.Count * _size), new AlignedBuffer<T>(pass.Count));
        if (pass.IsTraining && pass.Statistics[0] < T.CreateChecked(_duration)) // stops there: single precision could not count on for ever
            pass.Statistics[0] += T.One;
        T share = Share(pass);
        for (int sample = 0; sample < pass.Count; sample++)
        {
            ReadOnlySpan<T> input = pass.Input.Slice(sample * _size, _size);
            Span<T> normalized = _normalized.Span.Slice(sample * _size, _size), result = output.Slice(sample * _size, _size);
            TensorPrimitives.Subtract(input, T.CreateChecked(DoubleSums.Sum(input) / _size), normalized);
            T inverse = T.CreateChecked(1 / Math.Sqrt(DoubleSums.InnerProduct<T>(normalized, normalized) / _size + Epsilon));
            _inverseDeviations.Span[sample] = inverse;
            TensorPrimitives.Multiply(normalized, inverse, normalized);
            TensorPrimitives.Multiply(input, share, result);
            TensorPrimitives.MultiplyAdd(normalized, T.One - share, result, result);
        }
    }

    /// <inheritdoc/>
    public void Backward(LayerPass<T> pass, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput, Span<T> dParameters, Span<T> dInput)
    {
        if (dInput.IsEmpty)
            return;
        T share = Share(pass);
        for (int sample = 0; sample < pass.Count; sample++)
        {
            // d normalized(x) = (dOutput - mean(dOutput) - normalized·mean(dOutput·normalized))/deviation: mean and variance depend on x
            // too.
            ReadOnlySpan<T> normalized = _normalized.Span.Slice(sample * _size, _size), given = dOutput.Slice(sample * _size, _size);
            Span<T> result = dInput.Slice(sample * _size, _size);
            T factor = (T.One - share) * _inverseDeviations.Span[sample];
            TensorPrimitives.MultiplyAdd(normalized, T.CreateChecked(-DoubleSums.InnerProduct(given, normalized) / _size), given, result);
            TensorPrimitives.Add(result, T.CreateChecked(-DoubleSums.Sum(given) / _size), result);
            TensorPrimitives.Multiply(result, factor, result);
            TensorPrimitives.MultiplyAdd(given, share, result, result);
        }
    }

    /// <summary>f: what share of the input is left as it is.</summary>
    private T Share(LayerPass<T> pass) => T.Min(T.One, pass.Statistics[0] / T.CreateChecked(_duration));
}
