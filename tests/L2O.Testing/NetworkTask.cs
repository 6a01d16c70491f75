using System.Numerics;
using L2O.Data;
using L2O.Numerics;
using L2O.Optimizees;

namespace L2O.Testing;

/// <summary>A small network from the catalog with random batches: 6 features, 3 classes.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class NetworkTask<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Features of a sample.</summary>
    public const int InputSize = 6;

    /// <summary>Number of classes.</summary>
    public const int ClassCount = 3;

    private const int BatchSize = 5;

    private readonly T[] _inputs;
    private readonly byte[] _labels;

    /// <param name="name">A name of the catalog.</param>
    /// <param name="batches">How many batches there are.</param>
    /// <param name="compute">Where the network runs.</param>
    public NetworkTask(string name, int batches, Compute compute)
    {
        Network = OptimizeeCatalog.Create<T>(name, InputSize, ClassCount, compute);
        var rng = new Rng(31);
        _inputs = new T[batches * BatchSize * InputSize];
        rng.FillUniform(_inputs.AsSpan(), 2);
        _labels = new byte[batches * BatchSize];
        for (int i = 0; i < _labels.Length; i++)
            _labels[i] = (byte)rng.NextInt(ClassCount);
    }

    /// <summary>The network.</summary>
    public Network<T> Network { get; }

    /// <summary>The batch of an iteration, counted from 0.</summary>
    public Batch<T> Batch(int iteration) => new(
        _inputs.AsSpan(iteration * BatchSize * InputSize, BatchSize * InputSize),
        _labels.AsSpan(iteration * BatchSize, BatchSize));
}
