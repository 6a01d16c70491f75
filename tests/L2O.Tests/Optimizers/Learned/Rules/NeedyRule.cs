using System.Collections.Immutable;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Rules;
using L2O.Optimizers.State;

namespace L2O.Tests.Optimizers.Learned.Rules;

/// <summary>A forward-only rule that reads what there is to read: loss, horizon, roles, shapes; its state starts from phi.</summary>
[LearnedOptimizerKind("testNeedyRule")]
public sealed record NeedyRule : LearnedRule
{
    public override string Name => "needy-rule";

    public override OptimizerNeeds Needs => OptimizerNeeds.Loss | OptimizerNeeds.Horizon;

    public override ImmutableArray<StateShape> State() =>
        [StateShape.PerTensor("rows", static slot => slot.Shape[0]), StateShape.PerCoordinate("pairs", 2), StateShape.OfNetwork("lstm", 3)];

    public override ParameterLayout PhiLayout() => new(("start", [3]), ("rate", [1]));

    public override void InitializePhi<T>(Span<T> phi, Rng rng) => rng.FillUniform(phi, 1);

    protected internal override void InitializeState<T>(in RuleStep<T> start) => start.PhiOf("start").CopyTo(start.State(2));

    protected internal override void Update<T>(in RuleStep<T> step)
    {
        T left = T.CreateChecked(1 - (step.Iteration - 1.0) / step.Horizon), loss = T.CreateChecked(step.Loss);
        step.State(2)[step.Iteration % 3] += loss;
        T drive = step.PhiOf("rate")[0] * left * step.State(2)[0];
        for (int k = 0; k < step.TensorCount; k++)
        {
            if (!step.Has(k))
                continue;
            ParameterSlot slot = step.Layout.Slots[k];
            int columns = slot.Count / slot.Shape[0];
            T role = T.CreateChecked(1 + (int)slot.Role);
            for (int i = 0; i < slot.Count; i++)
            {
                step.State(0, k)[i / columns] += step.Gradient(k)[i] * step.Gradient(k)[i];
                step.State(1, k)[i] += step.Gradient(k)[i];
                step.State(1, k)[slot.Count + i] = step.Theta(k)[i];
                step.Update(k)[i] = -drive * role * step.State(1, k)[i] / (T.One + T.Sqrt(step.State(0, k)[i / columns]));
            }
        }
    }
}
