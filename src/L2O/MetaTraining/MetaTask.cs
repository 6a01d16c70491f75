using System.Numerics;
using L2O.Optimizees;

namespace L2O.MetaTraining;

/// <summary>One of the optimizees that a learned optimizer learns to train, and its share of the runs.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
/// <param name="Optimizee">What is trained.</param>
/// <param name="Weight">Relative frequency among the runs with meta-steps, and weight in the test loss; positive.</param>
public sealed record MetaTask<T>(IOptimizee<T> Optimizee, double Weight = 1) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
