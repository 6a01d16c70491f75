using System.Numerics;

namespace L2O.Optimizers.Learned.Rules;

/// <summary>A <see cref="LearnedRule"/> with a backward pass through one update, which the library chains over an unroll.</summary>
public interface IDifferentiableRule
{
    /// <summary>
    /// The vector-Jacobian product of one update. Gradient, theta and losses are constants (docs/mathematics.md section 4); state that does
    /// not depend on phi may be taken for constant too.
    /// </summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="step">What the update read; its state is the one before the step, and may be overwritten, as its updates may.</param>
    /// <param name="adjoints">Derivatives of the meta-loss: by the update and the next state as given, by phi and the state before as
    /// asked for.</param>
    void Backward<T>(in RuleStep<T> step, in RuleAdjoints<T> adjoints) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
