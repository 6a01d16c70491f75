using L2O.Dynamics;

namespace L2O.Tests.Dynamics;

/// <summary>Keeps what is measured.</summary>
internal sealed class MeasuredRows : IMeasurementSink
{
    public List<Measurement> Rows { get; } = [];

    public void Add(in Measurement measurement) => Rows.Add(measurement);

    /// <summary>The one value of a quantity that has no position, at an iteration.</summary>
    public double Value(int iteration, string target, string measure) =>
        Rows.Single(row => row.Iteration == iteration && row.Target == target && row.Measure == measure
            && double.IsNaN(row.Position)).Value;

    /// <summary>The values of a quantity by position.</summary>
    public double[] Values(int iteration, string target, string measure) =>
        [.. Rows.Where(row => row.Iteration == iteration && row.Target == target && row.Measure == measure && !double.IsNaN(row.Position))
            .Select(static row => row.Value)];
}
