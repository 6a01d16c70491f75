using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Kernels.SmallMlp;
using L2O.Numerics;
using L2O.Optimizers.Learned.Factored;
using L2O.Optimizers.Learned.Replays;

namespace L2O.Optimizers.Learned.SmallFc;

/// <summary>One run of smallFc or a relative.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class SmallFcRun<T> : FactoredRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SmallFcOptimizer<T> _optimizer;
    private readonly FeatureWeights<T> _weights;
    private readonly FactoredSteps<T> _steps;

    public SmallFcRun(SmallFcOptimizer<T> optimizer, ParameterLayout layout)
        : base(layout, OptimizerNeeds.None, slot => FactoredTensor.Whole(slot, optimizer.Rule.Convolutions))
    {
        _optimizer = optimizer;
        SmallFcRule rule = optimizer.Rule;
        FeatureForm form = SmallMlpForm.SmallFc(rule.HiddenSize);
        _weights = new FeatureWeights<T>(form, SmallMlpForm.HiddenCount(rule.HiddenSize));
        var network = new SmallMlpPass<T>(form) { Rate = -rule.Rate, MagnitudeScale = rule.MagnitudeScale, Decay = -rule.Decay };
        _steps = new FactoredSteps<T>(optimizer.Compute, form, network, layout,
            [.. layout.Slots.Select(slot => FactoredTensor.Whole(slot, rule.Convolutions))]);
    }

    private protected override ReplayGradient<T> CreateReplay(int longestUnroll)
    {
        FeatureForm form = SmallMlpForm.SmallFc(_optimizer.Rule.HiddenSize);
        return new ReplayGradient<T>(this, new SmallFcReplay<T>(_optimizer), [.. Layout.Slots.Select(slot => new FactoredReplay(
            form, FactoredTensor.Whole(slot, _optimizer.Rule.Convolutions), slot.Count, SmallFcPhi.LearnsDecays(_optimizer.PhiLayout)))],
            _optimizer.PhiLayout.Count, longestUnroll);
    }

    private protected override void Compute(in StepInput<T> step, TensorSpans<T> update, TensorSpans<T> target, bool advance)
    {
        _optimizer.Pack(Iteration, _weights);
        for (int k = 0; k < Layout.Slots.Length; k++)
            if (step.Gradient.Has(k))
                _steps.Run(k, _weights, SpansOf(k, step, update, target, advance));
    }
}
