using System.Collections.Immutable;

namespace L2O.Studies.Steps;

/// <summary>One piece of a study: made once, kept, and made again only when what it depends on has changed.</summary>
/// <param name="Name">Unique in its study; also its folder's name: lower-case letters, digits, hyphens and points.</param>
/// <param name="Kind">What it does, e.g. <c>meta-train</c>; steps of a kind take the same time for the same work.</param>
/// <param name="Version">Of what the kind does: to be raised when the same settings give other results than before.</param>
/// <param name="Settings">All that its result depends on besides the outputs of <paramref name="Inputs"/>: settings, data and seeds, as a
/// text.</param>
/// <param name="Inputs">Names of the steps whose outputs it reads.</param>
/// <param name="Cost">What it takes.</param>
/// <param name="Run">
/// Does it, going on with what its folder holds already, and returns the files that are its output, relative to the study's folder. Equal
/// settings and inputs must give equal bytes, whatever the threads and however often it was interrupted, if other steps read them.
/// </param>
internal sealed record Step(
    string Name,
    string Kind,
    int Version,
    string Settings,
    ImmutableArray<string> Inputs,
    StepCost Cost,
    Func<StepContext, CancellationToken, IReadOnlyList<string>> Run);
