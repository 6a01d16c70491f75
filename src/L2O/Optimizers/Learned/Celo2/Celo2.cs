using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Celo2;

/// <summary>
/// Celo2 (Moudgil et al., repository amoudgl/celo): a small network for every coordinate of a matrix, which reads gradient, parameter,
/// running means and Adafactor's factored mean squares, each over its root mean square in the matrix. Its output is made orthogonal by
/// Newton and Schulz's iteration (not in Celo2-base) and divided by its root mean square; the update is -learningRate·(that +
/// weightDecay·theta). Vectors are left to Adam. The formulas: docs/mathematics.md section 9. Has no backward pass.
/// </summary>
public sealed record Celo2 : ILearnedOptimizer
{
    /// <summary>Settings of a Celo2; without arguments the published one.</summary>
    /// <param name="orthogonalize">Whether outputs are made orthogonal; false is Celo2-base.</param>
    /// <param name="learningRate">Root mean square of a matrix's update, without its decay; positive. A schedule goes around the
    /// optimizer.</param>
    /// <param name="weightDecay">Times the learning rate, the share of a matrix that a step takes away; at least 0.</param>
    /// <param name="vectorRule">What moves tensors of fewer than two dimensions.</param>
    /// <param name="vectorRateFactor">Their learning rate over that of matrices; positive. It multiplies their decay too.</param>
    /// <param name="vectorWeightDecay">Their weight decay; at least 0.</param>
    /// <param name="convolutions">What tensors of more than two dimensions are taken for.</param>
    /// <param name="initialization">What a fresh phi is.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public Celo2(bool orthogonalize = true, double learningRate = 3.16e-4, double weightDecay = 0,
        Celo2VectorRule vectorRule = Celo2VectorRule.Adam, double vectorRateFactor = 1, double vectorWeightDecay = 0,
        Celo2Convolutions convolutions = Celo2Convolutions.Matrix, Celo2Initialization initialization = Celo2Initialization.Random)
    {
        Orthogonalize = orthogonalize;
        LearningRate = SettingRange.Positive(learningRate, nameof(learningRate));
        WeightDecay = SettingRange.NotNegative(weightDecay, nameof(weightDecay));
        VectorRule = SettingRange.Defined(vectorRule, nameof(vectorRule));
        VectorRateFactor = SettingRange.Positive(vectorRateFactor, nameof(vectorRateFactor));
        VectorWeightDecay = SettingRange.NotNegative(vectorWeightDecay, nameof(vectorWeightDecay));
        Convolutions = SettingRange.Defined(convolutions, nameof(convolutions));
        Initialization = SettingRange.Defined(initialization, nameof(initialization));
    }

    /// <summary>Whether outputs are made orthogonal; false is Celo2-base.</summary>
    public bool Orthogonalize { get; }

    /// <summary>Root mean square of a matrix's update, without its decay.</summary>
    public double LearningRate { get; }

    /// <summary>Times the learning rate, the share of a matrix that a step takes away.</summary>
    public double WeightDecay { get; }

    /// <summary>What moves tensors of fewer than two dimensions.</summary>
    public Celo2VectorRule VectorRule { get; }

    /// <summary>Their learning rate over that of matrices.</summary>
    public double VectorRateFactor { get; }

    /// <summary>Their weight decay.</summary>
    public double VectorWeightDecay { get; }

    /// <summary>What tensors of more than two dimensions are taken for.</summary>
    public Celo2Convolutions Convolutions { get; }

    /// <summary>What a fresh phi is.</summary>
    public Celo2Initialization Initialization { get; }

    /// <summary>
    /// The first layer in the blocks <c>w0.0</c> to <c>w0.13</c> (features, 8) and its bias <c>b0</c>; <c>dense_w.0</c> (8, 8) and its bias
    /// <c>dense_b.0</c>; <c>dense_w.1</c> (8, 3) and <c>dense_b.1</c>: PyLO's names, (in, out), 347 values.
    /// </summary>
    public ParameterLayout PhiLayout() => Celo2Phi.Layout();

    /// <summary>
    /// Draws a fresh phi: weights normal with σ = 1/√inputs, cut at ±2σ, biases 0; in the form of a rule a tenth of that, beside the
    /// weights that make the rule. Overwrites.
    /// </summary>
    /// <param name="phi">(P), laid out by <see cref="PhiLayout"/>.</param>
    /// <param name="rng">Source of randomness.</param>
    public void InitializePhi<T>(Span<T> phi, Rng rng) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(rng);
        Celo2Phi.Initialize(this, phi, rng);
    }

    /// <inheritdoc/>
    public LearnedOptimizer<T> Bind<T>(ReadOnlySpan<T> phi, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new Celo2Optimizer<T>(this, phi, compute);
}
