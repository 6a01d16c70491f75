using System.Collections.Immutable;
using System.Numerics;
using L2O.Data;
using L2O.Numerics;
using L2O.Optimizees;

namespace L2O.Tests.Dynamics;

/// <summary>
/// Vectors that an optimizee has as the gradients of its samples: what is known of the vectors must come out of the measures. The optimizee
/// is as a user may write one, without any of the optional interfaces.
/// </summary>
internal sealed class StoredVectors(float[] vectors, int dimension) : IDataset, IOptimizee<float>
{
    public string Name => "stored vectors";

    public int Count => vectors.Length / dimension;

    public ImmutableArray<int> InputShape => [1, 1, dimension];

    public int ClassCount => 1;

    public ParameterLayout Layout { get; } = ParameterLayout.Vector(dimension);

    public Span<float> Statistics => default;

    /// <summary>Places the vectors such that a snapshot with that seed draws them, one a mini-batch, in the order given.</summary>
    public static StoredVectors InDrawingOrder(float[] vectors, int dimension, ulong seed)
    {
        int count = vectors.Length / dimension;
        var numbers = new StoredVectors([.. Enumerable.Range(0, count).Select(static i => (float)i)], 1);
        var order = new MinibatchSampler<float>(numbers, count, new Rng(seed).Split("snapshot"));
        float[] placed = new float[vectors.Length];
        ReadOnlySpan<float> drawn = order.Next().Inputs;
        for (int k = 0; k < count; k++)
            vectors.AsSpan(k * dimension, dimension).CopyTo(placed.AsSpan((int)drawn[k] * dimension));
        return new StoredVectors(placed, dimension);
    }

    public void Read<T>(ReadOnlySpan<int> indices, Span<T> inputs, Span<byte> labels) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int k = 0; k < indices.Length; k++)
            for (int i = 0; i < dimension; i++)
                inputs[k * dimension + i] = T.CreateChecked(vectors[indices[k] * dimension + i]);
        labels.Clear();
    }

    public void Initialize(Span<float> theta, Rng rng) => theta.Clear();

    public LossAndAccuracy Loss(ReadOnlySpan<float> theta, Batch<float> batch) => default;

    /// <summary>The gradient is the mean of the inputs, as of a loss that is linear in theta.</summary>
    public LossAndAccuracy LossAndGradient(ReadOnlySpan<float> theta, Batch<float> batch, Span<float> gradient)
    {
        for (int i = 0; i < dimension; i++)
        {
            double sum = 0;
            for (int k = 0; k < batch.Count; k++)
                sum += batch.Inputs[k * dimension + i];
            gradient[i] = (float)(sum / batch.Count);
        }
        return default;
    }
}
