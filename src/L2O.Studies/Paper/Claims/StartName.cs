namespace L2O.Studies.Paper.Claims;

/// <summary>Name of an optimizer of a study, taken apart.</summary>
/// <param name="Condition">What all meta-trainings with these settings are called in tables, e.g. <c>l2o</c> or <c>rescale-0.1</c>.</param>
/// <param name="Start">Number of the meta-training, from 0; null for an optimizer that needs none.</param>
internal readonly record struct StartName(string Condition, int? Start);
