using System.Collections.Immutable;
using L2O.MetaTraining.Tasks;

namespace L2O.MetaTraining;

/// <summary>
/// Fixed tasks on which phi is evaluated at the end of each epoch of a particle training, apart from those that it is trained on: the phi
/// with the least loss is the result.
/// </summary>
public sealed record ValidationSettings
{
    /// <summary>Describes an evaluation.</summary>
    /// <param name="tasks">What runs are drawn from, once and for all; null means the families' own distributions, other draws.</param>
    /// <param name="runs">Number of runs, 1 to 10,000.</param>
    /// <param name="iterations">Steps of each, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public ValidationSettings(ImmutableArray<TaskDistribution>? tasks = null, int runs = 8, int iterations = 200)
    {
        if (runs is < 1 or > 10_000)
            throw new ArgumentOutOfRangeException(nameof(runs), $"runs is {runs}; expected 1 to 10000");
        if (iterations < 1)
            throw new ArgumentOutOfRangeException(nameof(iterations), $"iterations is {iterations}; expected 1 or more");
        Tasks = tasks is { IsDefaultOrEmpty: false } ? tasks : null;
        (Runs, Iterations) = (runs, iterations);
    }

    /// <summary>What runs are drawn from; null means the families' own distributions.</summary>
    public ImmutableArray<TaskDistribution>? Tasks { get; }

    /// <summary>Number of runs.</summary>
    public int Runs { get; }

    /// <summary>Steps of each.</summary>
    public int Iterations { get; }
}
