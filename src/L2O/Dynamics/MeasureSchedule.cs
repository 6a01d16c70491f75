using System.Collections.Immutable;

namespace L2O.Dynamics;

/// <summary>The iterations at which something is measured: the first, every k-th, and further ones by name.</summary>
public sealed record MeasureSchedule
{
    private readonly ImmutableHashSet<int> _named;

    /// <summary>Plans the iterations.</summary>
    /// <param name="every">k: iterations 1, k, 2k, ...; 0 for the named ones alone.</param>
    /// <param name="named">Further iterations, each from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public MeasureSchedule(int every, params ImmutableArray<int> named)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(every);
        foreach (int iteration in named)
            ArgumentOutOfRangeException.ThrowIfLessThan(iteration, 1, nameof(named));
        (Every, Named, _named) = (every, named, [.. named]);
    }

    /// <summary>k.</summary>
    public int Every { get; }

    /// <summary>The further iterations.</summary>
    public ImmutableArray<int> Named { get; }

    /// <summary>Whether to measure at an iteration.</summary>
    /// <param name="iteration">From 1.</param>
    public bool IsDue(int iteration) => (Every > 0 && (iteration == 1 || iteration % Every == 0)) || _named.Contains(iteration);
}
