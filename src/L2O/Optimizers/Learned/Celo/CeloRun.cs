using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Kernels.SmallMlp;
using L2O.Numerics;
using L2O.Optimizers.Learned.Factored;
using L2O.Optimizers.Learned.Hyper;

namespace L2O.Optimizers.Learned.Celo;

/// <summary>One run of <see cref="Celo"/>.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class CeloRun<T> : FactoredRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double StepFactor = 0.001, MagnitudeScale = 0.001, LeastSquare = 1e-9;

    private readonly CeloOptimizer<T> _optimizer;
    private readonly HyperState<T> _hyper;
    private readonly SmallMlpPass<T> _network;
    private readonly FactoredSteps<T> _steps;

    public CeloRun(CeloOptimizer<T> optimizer, ParameterLayout layout, int horizon)
        : base(layout, optimizer.Needs, slot => FactoredTensor.Whole(slot, optimizer.Settings.Convolutions))
    {
        _optimizer = optimizer;
        _hyper = optimizer.Schedule.Start(optimizer.Compute, horizon, AddState);
        _network = new SmallMlpPass<T>(SmallMlpForm.Velo) { MagnitudeScale = MagnitudeScale };
        _steps = new FactoredSteps<T>(optimizer.Compute, SmallMlpForm.Velo, _network, layout,
            [.. layout.Slots.Select(slot => FactoredTensor.Whole(slot, optimizer.Settings.Convolutions))]);
        OnReset();
    }

    private protected override void Compute(in StepInput<T> step, TensorSpans<T> update, TensorSpans<T> target, bool advance)
    {
        double rate = CeloSchedule<T>.Rate(_hyper, Iteration, Steps, step.Loss!.Value, advance);
        rate = -_optimizer.Settings.LearningRate * StepFactor * (_optimizer.Settings.IsScheduled ? rate : 1);
        for (int k = 0; k < Layout.Slots.Length; k++)
        {
            if (!step.Gradient.Has(k))
                continue;
            ReadOnlySpan<T> theta = step.Theta[k];
            _network.Rate = rate * Math.Sqrt(SquareSum<T>.Of(_optimizer.Compute.Lanes, theta) / theta.Length + LeastSquare);
            _steps.Run(k, _optimizer.Weights, SpansOf(k, step, update, target, advance));
        }
    }

    protected override void OnReset() => _optimizer.Schedule.Reset(_hyper);
}
