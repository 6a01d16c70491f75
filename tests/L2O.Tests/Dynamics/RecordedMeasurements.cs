using L2O.Dynamics;
using Xunit;

namespace L2O.Tests.Dynamics;

/// <summary>Keeps what a measure says.</summary>
internal sealed class RecordedMeasurements : IMeasurementSink
{
    public List<Measurement> All { get; } = [];

    public void Add(in Measurement measurement) => All.Add(measurement);

    public Measurement Single(string measure, string target = Measurement.All) =>
        Assert.Single(All, m => m.Measure == measure && m.Target == target);
}
