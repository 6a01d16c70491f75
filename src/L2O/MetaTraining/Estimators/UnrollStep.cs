using System.Numerics;

namespace L2O.MetaTraining.Estimators;

/// <summary>What particles are told at the start of a meta-step.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal readonly ref struct UnrollStep<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The meta-step, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>The part of the meta-training that is over, 0 to below 1.</summary>
    public required double Progress { get; init; }

    /// <summary>(P) the present parameters.</summary>
    public required ReadOnlySpan<T> Phi { get; init; }

    /// <summary>(P) the perturbation that the particle's run has had so far; empty where estimators do not read it.</summary>
    public ReadOnlySpan<T> Carried { get; init; }

    /// <summary>(P) the perturbation of this truncation; empty where there is none.</summary>
    public ReadOnlySpan<T> Fresh { get; init; }

    /// <summary>Ends the truncation after the present step.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Steps of every run of this meta-step, where all are as long.</summary>
    public int? Length { get; init; }
}
