using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Mlp;

/// <summary>One run of <see cref="CoordinateMlp"/>: the running means that it reads.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class CoordinateMlpRun<T> : LearnedRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly CoordinateMlpOptimizer<T> _optimizer;
    private readonly CoordinateNetwork<T> _network;
    private int _steps; // that the means have seen; the iteration may begin later

    public CoordinateMlpRun(CoordinateMlpOptimizer<T> optimizer, ParameterLayout layout) : base(layout.Count)
    {
        _optimizer = optimizer;
        _network = new CoordinateNetwork<T>(optimizer);
        Features = new CoordinateFeatures<T>(layout);
    }

    /// <summary>What the last step read.</summary>
    public CoordinateFeatures<T> Features { get; }

    /// <summary>Writes <c>means</c>, the number of steps that they have seen, and <c>iteration</c>.</summary>
    public override void Save(StateWriter<T> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Features.Save(writer);
        writer.Write("mean_steps", _steps);
        writer.Write("iteration", Iteration);
    }

    /// <inheritdoc/>
    public override void Load(StateReader<T> reader)
    {
        int iteration = ReadIteration(reader);
        Features.Load(reader);
        _steps = reader.ReadInt("mean_steps");
        Iteration = iteration;
    }

    internal override IUnrollGradient<T> CreateUnrollGradient(int longestUnroll) =>
        new MlpUnrollGradient<T>(_optimizer, this, Coordinates, longestUnroll);

    private protected override void ComputeUpdate(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update, bool advance)
    {
        Features.Fill(theta, gradient, _steps + 1);
        for (int start = 0; start < update.Length; start += CoordinateNetwork<T>.MaxCount)
        {
            int count = Math.Min(CoordinateNetwork<T>.MaxCount, update.Length - start);
            Features.Gather(Features.Rows, Iteration + 1, start, count, _network.Samples.Span);
            _network.Forward(update.Slice(start, count));
        }
        if (!advance)
            return;
        Features.Advance();
        _steps++;
    }

    private protected override void ResetState()
    {
        Features.Reset();
        _steps = 0;
    }
}
