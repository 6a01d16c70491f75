namespace L2O.Experiments;

/// <summary>An experiment with a name.</summary>
/// <param name="Name">E.g. <c>paper/sigmoid</c>.</param>
/// <param name="Purpose">What it is for, in a few words.</param>
/// <param name="Experiment">Its description.</param>
public sealed record ExperimentPreset(string Name, string Purpose, Experiment Experiment);
