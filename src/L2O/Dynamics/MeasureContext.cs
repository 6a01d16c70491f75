using L2O.Data;
using L2O.Optimizees;
using L2O.Optimizers;

namespace L2O.Dynamics;

/// <summary>What a measure may use of the run that it watches.</summary>
public sealed record MeasureContext
{
    /// <summary>
    /// The network that is trained. A measure may evaluate it while it is called, and leaves its statistics as they were.
    /// </summary>
    public required IOptimizee<float> Optimizee { get; init; }

    /// <summary>What trains it, with its settings.</summary>
    public required IOptimizer<float> Optimizer { get; init; }

    /// <summary>
    /// The data that measures at snapshots go through: those that it is trained on, or the test split where the user says so.
    /// </summary>
    public required IDataset Train { get; init; }

    /// <summary>Samples of a mini-batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Threads and lanes that a measure may use.</summary>
    public required Compute Compute { get; init; }

    /// <summary>Seed of a measure's own randomness, e.g. of bootstrap intervals; differs from run to run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>When cheap quantities are measured.</summary>
    public required MeasureSchedule Schedule { get; init; }

    /// <summary>When quantities are measured that go through the data set.</summary>
    public required MeasureSchedule Snapshots { get; init; }

    /// <summary>Interrupts what takes long: a snapshot goes through the whole data set.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Takes the numbers.</summary>
    public required IMeasurementSink Sink { get; init; }
}
