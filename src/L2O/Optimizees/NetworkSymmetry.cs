using System.Collections.Immutable;
using L2O.Numerics;

namespace L2O.Optimizees;

/// <summary>One symmetry of a network, by the tensors that it concerns.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Front">Weight and bias that the symmetry multiplies or shifts: in front of the hidden units, the normalisation or the softmax.</param>
/// <param name="Behind">Weight behind the hidden units of a rescale symmetry; null for the other kinds.</param>
public sealed record NetworkSymmetry(SymmetryKind Kind, ImmutableArray<ParameterSlot> Front, ParameterSlot? Behind = null);
