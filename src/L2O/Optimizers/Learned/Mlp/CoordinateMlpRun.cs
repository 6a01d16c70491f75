using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Mlp;

/// <summary>One run of <see cref="CoordinateMlp"/>: the running means that it reads.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class CoordinateMlpRun<T> : FlatLearnedRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly CoordinateMlpOptimizer<T> _optimizer;
    private readonly CoordinateNetwork<T> _network;

    public CoordinateMlpRun(CoordinateMlpOptimizer<T> optimizer, ParameterLayout layout) : base(layout)
    {
        _optimizer = optimizer;
        _network = new CoordinateNetwork<T>(optimizer);
        Features = new CoordinateFeatures<T>(layout);
        AddStore(Features.State);
    }

    /// <summary>What the last step read.</summary>
    public CoordinateFeatures<T> Features { get; }

    private protected override string StepsName => "mean_steps";

    internal override IUnrollGradient<T> CreateUnrollGradient(int longestUnroll) =>
        new MlpUnrollGradient<T>(_optimizer, this, Coordinates, longestUnroll);

    private protected override void ComputeUpdate(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update, bool advance)
    {
        Features.Fill(theta, gradient, Steps, TensorSteps);
        for (int start = 0; start < update.Length; start += CoordinateNetwork<T>.MaxCount)
        {
            int count = Math.Min(CoordinateNetwork<T>.MaxCount, update.Length - start);
            Features.Gather(Features.Rows, Iteration + 1, start, count, _network.Samples.Span);
            _network.Forward(update.Slice(start, count));
        }
        if (advance)
            Features.Advance();
    }
}
