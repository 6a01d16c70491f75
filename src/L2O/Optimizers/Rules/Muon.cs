using L2O.Numerics;

namespace L2O.Optimizers.Rules;

/// <summary>
/// Muon (Jordan et al. 2024): the momentum of each matrix is made orthogonal by five iterations of Newton and Schulz; vectors are left to
/// Adam at the same rate. m = μ·m + (1-μ)·g, u = μ·m + (1-μ)·g, theta = theta - learningRate·(s·orthogonal(u) + weightDecay·theta) with
/// s = 0.2·√max(rows, columns), which gives updates of Adam's size (Liu et al. 2025), or the original √max(1, rows/columns). A convolution
/// is the matrix (out, in·height·width).
/// </summary>
public sealed record Muon : IOptimizer<float>, IOptimizer<double>
{
    /// <summary>Settings of Muon.</summary>
    /// <param name="learningRate">Factor of the updates, above 0.</param>
    /// <param name="momentum">μ, 0 to below 1.</param>
    /// <param name="nesterov">Whether updates look ahead; else u = m.</param>
    /// <param name="matchesAdam">Whether s gives updates of Adam's size; else it is the original's.</param>
    /// <param name="weightDecay">Times the learning rate, the share of theta that a step takes away; at least 0.</param>
    /// <param name="vectorRateFactor">Adam's learning rate for vectors over that of matrices, above 0.</param>
    /// <param name="headByAdam">Whether the weight in front of the loss is left to Adam too.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public Muon(double learningRate, double momentum = 0.95, bool nesterov = true, bool matchesAdam = true, double weightDecay = 0,
        double vectorRateFactor = 1, bool headByAdam = false)
    {
        LearningRate = SettingRange.Positive(learningRate, nameof(learningRate));
        Momentum = SettingRange.BelowOne(momentum, nameof(momentum));
        WeightDecay = SettingRange.NotNegative(weightDecay, nameof(weightDecay));
        VectorRateFactor = SettingRange.Positive(vectorRateFactor, nameof(vectorRateFactor));
        (Nesterov, MatchesAdam, HeadByAdam) = (nesterov, matchesAdam, headByAdam);
    }

    /// <summary>Factor of the updates.</summary>
    public double LearningRate { get; }

    /// <summary>μ.</summary>
    public double Momentum { get; }

    /// <summary>Whether updates look ahead.</summary>
    public bool Nesterov { get; }

    /// <summary>Whether updates have Adam's size.</summary>
    public bool MatchesAdam { get; }

    /// <summary>Times the learning rate, the share of theta that a step takes away.</summary>
    public double WeightDecay { get; }

    /// <summary>Adam's learning rate for vectors over that of matrices.</summary>
    public double VectorRateFactor { get; }

    /// <summary>Whether the weight in front of the loss is left to Adam too.</summary>
    public bool HeadByAdam { get; }

    /// <inheritdoc cref="IOptimizer{T}.Name"/>
    public string Name => "muon";

    /// <summary>Begins a run on parameters of that layout, with fresh state.</summary>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="context">What the caller knows of the run; not read.</param>
    public OptimizerRun<float> Start(ParameterLayout layout, RunContext? context = null) => new MuonRun<float>(this, layout);

    OptimizerRun<double> IOptimizer<double>.Start(ParameterLayout layout, RunContext? context) => new MuonRun<double>(this, layout);

    /// <summary>Whether Newton and Schulz's iteration moves a tensor.</summary>
    internal bool Orthogonalizes(ParameterSlot slot) => slot.Shape.Length >= 2 && slot.Role != TensorRole.Embedding
        && !(HeadByAdam && slot.Role == TensorRole.Head);

    /// <summary>s.</summary>
    internal double ScaleOf(int rows, int columns) => MatchesAdam ? 0.2 * Math.Sqrt(Math.Max(rows, columns))
        : Math.Sqrt(Math.Max(1, (double)rows / columns));
}
