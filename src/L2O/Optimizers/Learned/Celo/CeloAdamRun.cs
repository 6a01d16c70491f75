using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Numerics;
using L2O.Optimizers.Learned.Hyper;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Learned.Celo;

/// <summary>One run of <see cref="CeloAdam"/>.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class CeloAdamRun<T> : LearnedRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double StepFactor = 0.001, Inner = 1e-10, Outer = 1e-8, Rate = 0.1, SquareRate = 0.001, Bound = 1000;

    private readonly CeloAdamOptimizer<T> _optimizer;
    private readonly HyperState<T> _hyper;
    private readonly StateArray<T> _momentum, _square;
    private readonly AlignedBuffer<T> _nextMomentum, _nextSquare; // of a tensor, where the state is to stay

    public CeloAdamRun(CeloAdamOptimizer<T> optimizer, ParameterLayout layout, int horizon) : base(layout, optimizer.Needs)
    {
        _optimizer = optimizer;
        _momentum = AddState(StateShape.PerCoordinate("momentum"));
        _square = AddState(StateShape.PerCoordinate("square"));
        _hyper = optimizer.Schedule.Start(optimizer.Compute, horizon, AddState);
        int longest = layout.Slots.Max(static slot => slot.Count);
        (_nextMomentum, _nextSquare) = (new(longest), new(longest));
        OnReset();
    }

    internal override bool TakesTensorsInTurn => true;

    /// <inheritdoc/>
    protected override void ComputeUpdate(in StepInput<T> step, TensorSpans<T> update, bool advance)
    {
        double rate = CeloSchedule<T>.Rate(_hyper, Iteration, Steps, step.Loss!.Value, advance);
        for (int k = 0; k < Layout.Slots.Length; k++)
        {
            if (!step.Gradient.Has(k))
                continue;
            int count = Layout.Slots[k].Count, steps = StepsOf(k) + 1;
            var rule = new AdamVectorRule<T>
            {
                Step = -_optimizer.Settings.LearningRate * StepFactor * rate / (1 - Math.Pow(1 - Rate, steps)),
                Correction = 1 / (1 - Math.Pow(1 - SquareRate, steps)),
                Inner = Inner,
                Outer = Outer,
                Rate = Rate,
                SquareRate = SquareRate,
                Bound = Bound,
            };
            FactoredStateSpans<T> state = Spans(_momentum.Of(k), _square.Of(k));
            rule.Run(_optimizer.Compute.Lanes, new FactoredSpans<T>
            {
                Theta = step.Theta[k],
                Gradient = step.Gradient[k],
                Update = update[k],
                State = state,
                Next = advance ? state : Spans(_nextMomentum.Span[..count], _nextSquare.Span[..count]),
            });
        }
    }

    private static FactoredStateSpans<T> Spans(Span<T> momentum, Span<T> square) => new()
    {
        Momentum = momentum,
        Square = square,
        Rows = [],
        Columns = [],
    };

    protected override void OnReset() => _optimizer.Schedule.Reset(_hyper);
}
