using System.Collections.Concurrent;
using L2O.Dynamics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Runs;

namespace L2O.Cli;

/// <summary>Collects one kind of deviation from all runs of a meta-test.</summary>
/// <param name="kind">Which symmetry.</param>
internal sealed class DeviationMeasures(SymmetryKind kind)
{
    private readonly ConcurrentBag<(string Optimizee, string Optimizer, int Run, DeviationObserver<float> Observer)> _runs = [];

    /// <summary>The names that the command line knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames<SymmetryKind>().Select(static name => name.ToLowerInvariant())];

    /// <summary>Watches a run.</summary>
    public IStepObserver<float> Observe(string optimizee, string optimizer, int run, IOptimizee<float> network)
    {
        var observer = new DeviationObserver<float>(((ISymmetricOptimizee)network).Symmetries, kind);
        _runs.Add((optimizee, optimizer, run, observer));
        return observer;
    }

    /// <summary>What was measured, in the order of the given names; runs on networks without the symmetry are left out.</summary>
    public IReadOnlyList<RunDeviations> Results(IReadOnlyList<string> optimizees, IReadOnlyList<string> optimizers) =>
    [
        .. from run in _runs
           where run.Observer.Applies
           orderby IndexOf(optimizees, run.Optimizee), IndexOf(optimizers, run.Optimizer), run.Run
           select new RunDeviations(run.Optimizee, run.Optimizer, run.Run, kind.ToString().ToLowerInvariant(), run.Observer.Values),
    ];

    private static int IndexOf(IReadOnlyList<string> names, string name) => names.ToList().IndexOf(name);
}
