using System.Collections.Immutable;
using System.Numerics;
using L2O.Data;

namespace L2O.Tests.MetaTraining.Tasks;

/// <summary>Samples whose every value tells which it is: feature f of sample s is (s·8 + f)/65536.</summary>
internal sealed class CountingDataset(int count, int features, int classes) : IDataset
{
    private const int Stride = 8;
    private const double Unit = 65536;

    public string Name => "counting";

    public int Count => count;

    public ImmutableArray<int> InputShape => [features];

    public int ClassCount => classes;

    /// <summary>The label of the sample whose first feature is given.</summary>
    public static int LabelOf(double first, int classes) => (int)Math.Round(first * Unit / Stride) % classes;

    /// <summary>The place that a value had.</summary>
    public static int FeatureOf(double value) => (int)Math.Round(value * Unit) % Stride;

    public void Read<T>(ReadOnlySpan<int> indices, Span<T> inputs, Span<byte> labels) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < indices.Length; i++)
        {
            for (int f = 0; f < features; f++)
                inputs[(i * features) + f] = T.CreateTruncating(((indices[i] * Stride) + f) / Unit);
            labels[i] = (byte)(indices[i] % classes);
        }
    }
}
