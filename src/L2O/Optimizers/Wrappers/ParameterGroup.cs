using System.Numerics;

namespace L2O.Optimizers.Wrappers;

/// <summary>Some tensors, and what trains them.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
/// <param name="Tensors">Which tensors; those that an earlier group has chosen stay there.</param>
/// <param name="Optimizer">Any optimizer, also a learned one; null leaves the tensors as they are.</param>
internal sealed record ParameterGroup<T>(TensorSelector Tensors, IOptimizer<T>? Optimizer)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
