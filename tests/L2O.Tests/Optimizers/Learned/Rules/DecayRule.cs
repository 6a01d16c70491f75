using System.Collections.Immutable;
using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Rules;
using L2O.Optimizers.State;

namespace L2O.Tests.Optimizers.Learned.Rules;

/// <summary>
/// A rule with a backward pass and state of every owner, all of it following phi: m = σ(φ0)·m + g, a = ½·a + φ1·mean(m), s = 0.9·s + φ2·Σa,
/// Δ = -scale·(φ3·m + a + s).
/// </summary>
[LearnedOptimizerKind("testDecayRule")]
public sealed record DecayRule(double Scale = 0.1) : LearnedRule, IDifferentiableRule
{
    public override string Name => "decay-rule";

    public override ImmutableArray<StateShape> State() =>
        [StateShape.PerCoordinate("m"), StateShape.PerTensor("a", 1), StateShape.OfNetwork("s", 1)];

    public override ParameterLayout PhiLayout() => new(("decay", [1]), ("tensor", [1]), ("network", [1]), ("scale", [1]));

    public override void InitializePhi<T>(Span<T> phi, Rng rng) => rng.FillUniform(phi, 0.5);

    public void Backward<T>(in RuleStep<T> step, in RuleAdjoints<T> adjoints) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T decay = Decay(step.Phi[0]), scale = T.CreateChecked(-Scale), sum = T.Zero, means = T.Zero;
        T[][] before = [.. Enumerable.Range(0, step.TensorCount).Select(static _ => Array.Empty<T>())];
        for (int k = 0; k < step.TensorCount; k++)
            before[k] = step.State(0, k).ToArray();
        Update(step);
        for (int k = 0; k < step.TensorCount; k++)
        {
            means += step.State(1, k)[0];
            foreach (T dUpdate in adjoints.Update(k))
                sum += scale * dUpdate;
        }
        T dNetwork = adjoints.State(2)[0] + sum;
        adjoints.Phi[2] += double.CreateChecked(dNetwork * means);
        adjoints.State(2)[0] = T.CreateChecked(0.9) * dNetwork;
        for (int k = 0; k < step.TensorCount; k++)
        {
            ReadOnlySpan<T> dUpdate = adjoints.Update(k), m = step.State(0, k);
            T own = T.Zero, mean = T.Zero, count = T.CreateChecked(m.Length);
            for (int i = 0; i < m.Length; i++)
                (own, mean) = (own + scale * dUpdate[i], mean + m[i] / count);
            T dTensor = adjoints.State(1, k)[0] + own + step.Phi[2] * dNetwork;
            adjoints.State(1, k)[0] = T.CreateChecked(0.5) * dTensor;
            adjoints.Phi[1] += double.CreateChecked(dTensor * mean);
            for (int i = 0; i < m.Length; i++)
            {
                T dM = adjoints.State(0, k)[i] + scale * step.Phi[3] * dUpdate[i] + step.Phi[1] * dTensor / count;
                adjoints.Phi[3] += double.CreateChecked(scale * dUpdate[i] * m[i]);
                adjoints.Phi[0] += double.CreateChecked(dM * before[k][i] * decay * (T.One - decay));
                adjoints.State(0, k)[i] = decay * dM;
            }
        }
    }

    protected internal override void Update<T>(in RuleStep<T> step)
    {
        T decay = Decay(step.Phi[0]), sum = T.Zero;
        for (int k = 0; k < step.TensorCount; k++)
        {
            if (!step.Has(k))
                continue;
            Span<T> m = step.State(0, k);
            T mean = T.Zero;
            for (int i = 0; i < m.Length; i++)
            {
                m[i] = decay * m[i] + step.Gradient(k)[i];
                mean += m[i] / T.CreateChecked(m.Length);
            }
            step.State(1, k)[0] = T.CreateChecked(0.5) * step.State(1, k)[0] + step.Phi[1] * mean;
            sum += step.State(1, k)[0];
        }
        step.State(2)[0] = T.CreateChecked(0.9) * step.State(2)[0] + step.Phi[2] * sum;
        for (int k = 0; k < step.TensorCount; k++)
            for (int i = 0; step.Has(k) && i < step.Update(k).Length; i++)
                step.Update(k)[i] = T.CreateChecked(-Scale) * (step.Phi[3] * step.State(0, k)[i] + step.State(1, k)[0] + step.State(2)[0]);
    }

    private static T Decay<T>(T phi) where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.One / (T.One + T.Exp(-phi));
}
