using System.Collections.Immutable;
using L2O.Studies.Steps;

namespace L2O.Studies.Paper;

/// <summary>A step in a reproduction's <c>paper.json</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="EstimatedSeconds">Time that was expected of it, with one thread.</param>
/// <param name="State">How it stood at the end.</param>
/// <param name="Seconds">Time that it took when it was made.</param>
internal sealed record PaperStepRecord(string Name, string Kind, ImmutableArray<string> Inputs,
    double EstimatedSeconds, StepState State, double Seconds);
