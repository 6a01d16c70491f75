using L2O.Studies.Yardstick.Runs;

namespace L2O.Studies.Yardstick;

/// <summary>An optimizer that is measured: a learned one, or a hand-designed one with all of its settings.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Source">Where it came from, for provenance.</param>
/// <param name="Candidate">Makes it.</param>
internal sealed record YardstickOptimizer(string Name, string Source, Candidate Candidate);
