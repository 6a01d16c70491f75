namespace L2O.Tables;

/// <summary>One measured quantity of one optimizer on one optimizee over the iterations: mean and band over the runs.</summary>
/// <param name="Optimizee">The optimizee's name.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="Runs">Number of runs.</param>
/// <param name="Iterations">Where it was measured, ascending.</param>
/// <param name="Mean">Mean over the runs; NaN where a run has no finite value, as a mean over survivors would flatter.</param>
/// <param name="Low">Lower end of the band: the smallest of the runs' 95 % intervals where they have some, else the smallest value; NaN
/// where neither is.</param>
/// <param name="High">Upper end of the band.</param>
public sealed record MeasureBand(
    string Optimizee, string Optimizer, int Runs, IReadOnlyList<int> Iterations, IReadOnlyList<double> Mean,
        IReadOnlyList<double> Low, IReadOnlyList<double> High)
{
    /// <summary>Whether there is a band at all: several runs, or intervals.</summary>
    public bool HasBand => Low.Any(static value => !double.IsNaN(value));

    /// <summary>Whether each run went through a moving average first.</summary>
    public bool IsSmoothed { get; init; }

    /// <summary>Mean at an iteration; NaN where it was not measured.</summary>
    /// <param name="iteration">From 1.</param>
    public double MeanAt(int iteration)
    {
        for (int i = 0; i < Iterations.Count; i++)
            if (Iterations[i] == iteration)
                return Mean[i];
        return double.NaN;
    }
}
