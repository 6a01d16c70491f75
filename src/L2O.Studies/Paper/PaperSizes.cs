using System.Collections.Immutable;
using L2O.MetaTesting;
using L2O.MetaTraining;
using L2O.MetaTraining.Regularizers;
using L2O.Optimizers;

namespace L2O.Studies.Paper;

/// <summary>How much of everything a scale of the study makes: all of a scale's numbers in one place.</summary>
internal sealed record PaperSizes
{
    /// <summary>From a condition (<see cref="PaperTraining.Condition"/>) and its regularizer to lengths and rates.</summary>
    public required Func<string, SymmetryRegularizerSettings?, MetaTrainingSettings> Schedule { get; init; }

    /// <summary>From the same to the number of meta-trainings, each from another start.</summary>
    public Func<string, SymmetryRegularizerSettings?, int> Starts { get; init; } = static (_, _) => 1;

    /// <summary>Weights of the regularizers of figure 5, apart from 0; ascending.</summary>
    public required ImmutableArray<double> Betas { get; init; }

    /// <summary>Weights of the translation regularizer of figure 6, apart from 0; ascending.</summary>
    public required ImmutableArray<double> FarBetas { get; init; }

    /// <summary>
    /// Test runs of each optimizer on each network, in tests that measure live quantities at most: they are cheap, and more of them decide
    /// more.
    /// </summary>
    public required int Runs { get; init; }

    /// <summary>Test runs where snapshots are measured, and of figure 6 with its many networks; the study has 3 everywhere.</summary>
    public required int CostlyRuns { get; init; }

    /// <summary>
    /// How learning rates are searched, with its own number of iterations, so that all tests share the searches: as in the study over 500,
    /// at every scale, since a rate that is best over 100 iterations is another one. The study's grid stays as it is; a winner at its end
    /// is said.
    /// </summary>
    public LearningRateSearchSettings Search { get; init; } = new(runs: 3, iterations: 500, extendDecades: 0);

    /// <summary>Length of the test runs of figures 4, 5, 6 and 7: over 200 for all claims to be judged.</summary>
    public required int Iterations { get; init; }

    /// <summary>Snapshots of figure 8; its runs end with the last.</summary>
    public required ImmutableArray<int> NoiseSnapshots { get; init; }

    /// <summary>Snapshots of figure 8's eigenvalues; its runs end with the last.</summary>
    public required ImmutableArray<int> CovarianceSnapshots { get; init; }

    /// <summary>Snapshots of figure 9; its runs end with the last.</summary>
    public required ImmutableArray<int> HistogramSnapshots { get; init; }

    /// <summary>Networks of figure 6.</summary>
    public required ImmutableArray<string> FarOptimizees { get; init; }

    /// <summary>Tuned baselines of figure 6.</summary>
    public required ImmutableArray<OptimizerSettings> FarBaselines { get; init; }
}
