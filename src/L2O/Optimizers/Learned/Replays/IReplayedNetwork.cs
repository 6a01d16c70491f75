using System.Numerics;
using L2O.Kernels.Factored;

namespace L2O.Optimizers.Learned.Replays;

/// <summary>An architecture's own part of a <see cref="ReplayGradient{T}"/>: from features to updates, and back.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal interface IReplayedNetwork<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rates of the running means.</summary>
    FeatureRates Rates { get; }

    /// <summary>Takes over the present phi.</summary>
    void Begin();

    /// <summary>Adds one step's share of a tensor.</summary>
    /// <param name="tensor">Its index.</param>
    /// <param name="replay">Its features.</param>
    /// <param name="iteration">Steps that the run had made before.</param>
    /// <param name="dUpdate">(coordinate): adjoints of its update.</param>
    /// <param name="dPhi">(P); added to.</param>
    void Add(int tensor, FactoredReplay replay, int iteration, ReadOnlySpan<double> dUpdate, Span<double> dPhi);
}
