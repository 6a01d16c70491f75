using System.Collections.Immutable;

namespace L2O.Reporting.Documents;

/// <summary>Where one run's results come from.</summary>
/// <param name="Title">The run, by its folder's name.</param>
/// <param name="Facts">Names and values, in the order to show.</param>
/// <param name="Configuration">The run's settings as JSON; empty where they are not known.</param>
internal sealed record ReportFacts(string Title, ImmutableArray<(string Key, string Value)> Facts, string Configuration);
