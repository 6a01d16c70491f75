namespace L2O.Optimizees.Symmetry;

/// <summary>Neighboring coordinates of theta that a symmetry moves together.</summary>
/// <param name="Start">The first one's place in theta.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Sign">1: multiplied by k, or shifted; -1: divided by k.</param>
internal readonly record struct SymmetryPiece(int Start, int Count, int Sign);
