using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Learned;

/// <summary>
/// Settings of one architecture of learned optimizers. <see cref="Bind"/> with parameters phi makes an ordinary optimizer of
/// them, which meta-training, meta-testing and everything else use alike. Records of this interface can be stored: files name them by
/// their <see cref="LearnedOptimizerKindAttribute"/>.
/// </summary>
public interface ILearnedOptimizer
{
    /// <summary>
    /// Whether a run makes all that it reads from theta, gradient and iteration; otherwise the caller supplies something before each step.
    /// </summary>
    bool SuppliesItsInputs => true;

    /// <summary>
    /// Whether a training of these settings may start from a phi that was trained under others: under the same alone, unless the phases of
    /// one training differ in them.
    /// </summary>
    /// <param name="earlier">What phi was trained under.</param>
    bool Continues(ILearnedOptimizer earlier) => Equals(earlier);

    /// <summary>Names, shapes and places of phi's tensors.</summary>
    ParameterLayout PhiLayout();

    /// <summary>Draws a fresh phi. Overwrites.</summary>
    /// <param name="phi">(P), laid out by <see cref="PhiLayout"/>.</param>
    /// <param name="rng">Source of randomness.</param>
    void InitializePhi<T>(Span<T> phi, Rng rng) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Makes an ordinary optimizer of these settings and parameters.</summary>
    /// <param name="phi">(P) parameters, laid out by <see cref="PhiLayout"/>; copied.</param>
    /// <param name="compute">Lanes and threads that its runs use, one run at a time.</param>
    /// <exception cref="ArgumentException">phi has another length.</exception>
    LearnedOptimizer<T> Bind<T>(ReadOnlySpan<T> phi, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
