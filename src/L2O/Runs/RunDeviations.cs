using L2O.Dynamics;

namespace L2O.Runs;

/// <summary>The deviations of one run from one kind of symmetry.</summary>
/// <param name="Optimizee">The optimizee's name.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="Run">Counted from 0.</param>
/// <param name="Symmetry">E.g. <c>translation</c>.</param>
/// <param name="Values">One for each iteration.</param>
public sealed record RunDeviations(string Optimizee, string Optimizer, int Run, string Symmetry, IReadOnlyList<double> Values)
{
    /// <summary>The same as rows of the table of dynamics.</summary>
    public IEnumerable<RunMeasurement> Measurements() => Values.Select((value, i) =>
        new RunMeasurement(Optimizee, Optimizer, Run, new Measurement(i + 1, Measurement.All, $"update_{Symmetry}_deviation", value)));
}
