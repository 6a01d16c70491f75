using System.Collections.Immutable;
using L2O.Training;

namespace L2O.Dynamics;

/// <summary>A measure that can be asked for by name.</summary>
/// <param name="Name">Lower-case, e.g. <c>deviations</c>.</param>
/// <param name="Meaning">What it says, in a line.</param>
/// <param name="Quantities">What it writes.</param>
/// <param name="IsSnapshot">Whether it goes through the data set, and so is taken at the snapshots alone.</param>
/// <param name="Create">From a run to its observer; null where the network has nothing of the kind.</param>
public sealed record MeasureKind(string Name, string Meaning, ImmutableArray<MeasureQuantity> Quantities, bool IsSnapshot,
    Func<MeasureContext, IStepObserver<float>?> Create);
