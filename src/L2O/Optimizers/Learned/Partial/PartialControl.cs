using System.Collections.Immutable;
using System.IO.Enumeration;
using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.Learned.Lstm;

namespace L2O.Optimizers.Learned.Partial;

/// <summary>
/// A learned optimizer that drives some tensors only; the rest is driven by a hand-designed one (docs/mathematics.md section 6). Phi is the
/// learned optimizer's own.
/// </summary>
public sealed record PartialControl : ILearnedOptimizer
{
    /// <summary>Divides the tensors up.</summary>
    /// <param name="learned">What drives the chosen tensors; null means the study's.</param>
    /// <param name="tensors">Names of the chosen tensors, <c>*</c> standing for any characters; null means all weights,
    /// <c>*.weight</c>.</param>
    /// <param name="optimizer">What drives the others, as <see cref="OptimizerText"/> says; null means adam.</param>
    /// <param name="learningRate">Its learning rate where its text has none; positive.</param>
    /// <exception cref="ArgumentException">There is no tensor, no such optimizer, or the learned one is partial itself.</exception>
    public PartialControl(ILearnedOptimizer? learned = null, ImmutableArray<string>? tensors = null,
        OptimizerSettings? optimizer = null, double learningRate = 0.01)
    {
        Learned = learned ?? new CoordinateLstm();
        Tensors = tensors ?? ["*.weight"];
        if (Learned is PartialControl)
            throw new ArgumentException("learned is partial itself; expected the optimizer of the chosen tensors", nameof(learned));
        if (Tensors.IsDefaultOrEmpty || Tensors.Any(string.IsNullOrWhiteSpace))
            throw new ArgumentException(
                $"tensors is [{(Tensors.IsDefault ? "" : string.Join(", ", Tensors))}]; expected at least one name", nameof(tensors));
        Optimizer = optimizer ?? "adam";
        LearningRate = SettingRange.Positive(learningRate, nameof(learningRate));
    }

    /// <summary>What drives the chosen tensors.</summary>
    public ILearnedOptimizer Learned { get; }

    /// <summary>Names of the chosen tensors, with <c>*</c>.</summary>
    public ImmutableArray<string> Tensors { get; }

    /// <summary>What drives the others.</summary>
    public OptimizerSettings Optimizer { get; }

    /// <summary>Its learning rate where its text has none.</summary>
    public double LearningRate { get; }

    /// <inheritdoc/>
    public bool SuppliesItsInputs => Learned.SuppliesItsInputs;

    /// <inheritdoc/>
    public ParameterLayout PhiLayout() => Learned.PhiLayout();

    /// <inheritdoc/>
    public void InitializePhi<T>(Span<T> phi, Rng rng) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Learned.InitializePhi(phi, rng);

    /// <inheritdoc/>
    public LearnedOptimizer<T> Bind<T>(ReadOnlySpan<T> phi, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new PartialOptimizer<T>(this, phi, compute);

    /// <summary>Whether the learned optimizer drives the tensor of that name.</summary>
    public bool Drives(string tensor) => Tensors.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, tensor, ignoreCase: false));

    /// <summary>Refuses an optimizee without any of the chosen tensors.</summary>
    /// <param name="layout">Its tensors.</param>
    /// <exception cref="ArgumentException">None of them is among the chosen ones.</exception>
    public void Check(ParameterLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        if (!layout.Slots.Any(slot => Drives(slot.Name)))
            throw new ArgumentException(
                $"none of the tensors {string.Join(", ", Tensors)} is in this optimizee; expected one of " +
                $"{string.Join(", ", layout.Slots.Select(static slot => slot.Name))}");
    }

    /// <summary>Whether all settings are equal, the names one by one.</summary>
    public bool Equals(PartialControl? other) =>
        other is not null && Learned.Equals(other.Learned) && Tensors.SequenceEqual(other.Tensors)
            && Optimizer.Equals(other.Optimizer) && LearningRate == other.LearningRate;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Learned, Tensors.Length, Optimizer, LearningRate);
}
