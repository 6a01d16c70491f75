using System.Collections.Immutable;
using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Rules;
using L2O.Optimizers.State;

namespace OwnLearnedOptimizer;

/// <summary>
/// A learned optimizer that L2O does not know: RMSProp with three momenta, whose weights are learned. With the momenta m_j of decays 0.5,
/// 0.9 and 0.99 and the mean square v, update = -rate · Σ_j phi_j · m_j / (√v + 1e-8).
/// </summary>
/// <param name="Rate">Size of the steps at the start.</param>
[LearnedOptimizerKind("momentumBlend")]
internal sealed record MomentumBlend(double Rate = 0.01) : LearnedRule, IDifferentiableRule
{
    private static readonly double[] s_decays = [0.5, 0.9, 0.99];
    private const double SquareDecay = 0.99;

    public override ImmutableArray<StateShape> State() =>
        [StateShape.PerCoordinate("momenta", s_decays.Length), StateShape.PerCoordinate("square")];

    public override ParameterLayout PhiLayout() => new(("weights", [s_decays.Length]));

    public override void InitializePhi<T>(Span<T> phi, Rng rng) => phi.Fill(T.CreateChecked(1.0 / phi.Length));

    protected override void Update<T>(in RuleStep<T> step)
    {
        for (int k = 0; k < step.TensorCount; k++)
        {
            if (!step.Has(k))
                continue; // a tensor without gradient stays
            ReadOnlySpan<T> gradient = step.Gradient(k);
            Span<T> momenta = step.State(0, k), square = step.State(1, k), update = step.Update(k);
            for (int i = 0; i < gradient.Length; i++)
            {
                Blend(ref square[i], gradient[i] * gradient[i], SquareDecay);
                for (int j = 0; j < s_decays.Length; j++)
                {
                    ref T momentum = ref momenta[j * gradient.Length + i];
                    Blend(ref momentum, gradient[i], s_decays[j]);
                    update[i] += step.Phi[j] * Direction(momentum, square[i]);
                }
            }
        }
    }

    /// <summary>The update is linear in phi, and the state does not depend on phi: one sum for each weight.</summary>
    public void Backward<T>(in RuleStep<T> step, in RuleAdjoints<T> adjoints) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Update(step); // moves the state to where the update read it
        for (int k = 0; k < step.TensorCount; k++)
        {
            ReadOnlySpan<T> momenta = step.State(0, k), square = step.State(1, k), dUpdate = adjoints.Update(k);
            for (int j = 0; j < s_decays.Length; j++)
                for (int i = 0; i < dUpdate.Length; i++)
                    adjoints.Phi[j] += double.CreateTruncating(dUpdate[i] * Direction(momenta[j * dUpdate.Length + i], square[i]));
        }
    }

    private T Direction<T>(T momentum, T square) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.CreateChecked(-Rate) * momentum / (T.Sqrt(square) + T.CreateChecked(1e-8));

    private static void Blend<T>(ref T mean, T value, double decay) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        mean = T.CreateChecked(decay) * mean + T.CreateChecked(1 - decay) * value;
}
