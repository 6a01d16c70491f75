using System.Collections.Immutable;
using System.Numerics;
using L2O.Optimizers.Rules;
using L2O.Optimizers.Wrappers;

namespace L2O.Optimizers;

/// <summary>
/// An optimizer by name, with what is put around it: what the text form of <see cref="OptimizerText"/> says, key by key. Gradients are
/// clipped over all tensors, groups and the rest make their updates, and the schedule scales all of them; both decays are the named
/// optimizer's alone, not the groups'.
/// </summary>
public sealed record OptimizerSettings
{
    private string? _given; // the text that it was read from

    /// <summary>Describes an optimizer.</summary>
    /// <param name="name">A name of the <see cref="OptimizerCatalog"/>, or a mixture.</param>
    /// <param name="learningRate">Above 0; null where it is searched for or given elsewhere, and for mixtures.</param>
    /// <param name="weightDecay">In the optimizer's own way: added to the gradient by SGD and Adam, apart from it by others.</param>
    /// <param name="clip">Longest gradient over all tensors; null for any.</param>
    /// <param name="clipValue">Largest magnitude of a gradient's coordinate; null for any.</param>
    /// <param name="decoupledDecay">Weight decay apart from the gradient: times the learning rate, what a step takes away.</param>
    /// <param name="schedule">The share of the updates that is taken; null for all.</param>
    /// <param name="skip">Tensors that stay as they are, as <see cref="TensorSelector"/> says; null for none.</param>
    /// <param name="groups">Tensors that other optimizers train; null for none.</param>
    /// <param name="nonFinite">What becomes of steps whose gradient is not finite.</param>
    /// <exception cref="ArgumentException">A value is out of its range, or there is no such optimizer.</exception>
    public OptimizerSettings(
        string name, double? learningRate = null, double? weightDecay = null, double? clip = null, double? clipValue = null,
        double? decoupledDecay = null, Schedule? schedule = null, ImmutableArray<string>? skip = null,
        ImmutableArray<OptimizerGroup>? groups = null, NonFiniteGradients nonFinite = NonFiniteGradients.Pass)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (Name, LearningRate, WeightDecay, Clip, ClipValue) = (name, learningRate, weightDecay, clip, clipValue);
        (DecoupledDecay, Schedule, NonFinite) = (decoupledDecay, schedule, nonFinite);
        (Skip, Groups) = (skip is { IsDefaultOrEmpty: false } ? skip : null, groups is { IsDefaultOrEmpty: false } ? groups : null);
        if (IsMixture && (learningRate ?? weightDecay) is not null)
            throw new ArgumentException($"mixture '{name}' has a learning rate or weight decay of its own; expected them in its members");
        if (learningRate is > 0 and < float.Epsilon)
            throw new ArgumentException($"optimizer '{name}' has the learning rate {learningRate:R}, which is 0 in single precision; "
                + $"expected {float.Epsilon:R} or more");
        Create<double>(1); // checks everything
    }

    /// <summary>A name of the <see cref="OptimizerCatalog"/>, or a mixture.</summary>
    public string Name { get; }

    /// <summary>The learning rate; null where it is searched for or given elsewhere, and for mixtures.</summary>
    public double? LearningRate { get; }

    /// <summary>Weight decay in the optimizer's own way.</summary>
    public double? WeightDecay { get; }

    /// <summary>Longest gradient over all tensors.</summary>
    public double? Clip { get; }

    /// <summary>Largest magnitude of a gradient's coordinate.</summary>
    public double? ClipValue { get; }

    /// <summary>Weight decay apart from the gradient.</summary>
    public double? DecoupledDecay { get; }

    /// <summary>The share of the updates that is taken; null for all.</summary>
    public Schedule? Schedule { get; }

    /// <summary>Tensors that stay as they are.</summary>
    public ImmutableArray<string>? Skip { get; }

    /// <summary>Tensors that other optimizers train.</summary>
    public ImmutableArray<OptimizerGroup>? Groups { get; }

    /// <summary>What becomes of steps whose gradient is not finite.</summary>
    public NonFiniteGradients NonFinite { get; }

    /// <summary>The text that says the same; the one that it was read from, if it was.</summary>
    public string Text => _given ?? OptimizerText.Format(this);

    /// <summary>Whether nothing is left to search for.</summary>
    public bool IsComplete => IsMixture || LearningRate is not null;

    internal bool IsMixture => OptimizerText.IsMixture(Name);

    /// <summary>Reads a text.</summary>
    /// <param name="text">As <see cref="OptimizerText"/> says, with or without a learning rate.</param>
    /// <exception cref="ArgumentException">It is malformed; the message names the part.</exception>
    public static OptimizerSettings Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        OptimizerSettings settings = OptimizerText.Read(text);
        settings._given = text;
        return settings;
    }

    /// <summary>The learning rate that a text says; null where it says none, or is no optimizer's.</summary>
    /// <param name="text">Any text, such as a contestant's name.</param>
    internal static double? RateOf(string text)
    {
        try
        {
            return Parse(text).LearningRate;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Reads what is to be put around a learned optimizer: parts alone, without a name, for <see cref="Wrap"/>.</summary>
    /// <param name="parts">Such as <c>clip=1:schedule=cosine</c>.</param>
    /// <exception cref="ArgumentException">They are malformed, or a learned optimizer can't have one of them.</exception>
    public static OptimizerSettings ParseWrappers(string parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        OptimizerSettings settings = OptimizerParts.Read(parts, "sgd", null, OptimizerText.Split(parts, ':'));
        if (settings.WeightDecay is not null)
            throw new ArgumentException($"'{parts}' has a weight-decay, which learned optimizers do not know; expected decoupled-decay");
        settings.Wrap<double>(new Sgd(1)); // groups need a rate of their own
        return settings;
    }

    /// <summary>As <see cref="Parse"/>.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator OptimizerSettings(string text) => Parse(text);

    /// <summary>The optimizer.</summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="learningRate">Taken where <see cref="LearningRate"/> is null.</param>
    /// <exception cref="ArgumentException">There is no learning rate at all.</exception>
    public IOptimizer<T> Create<T>(double? learningRate = null) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double? rate = LearningRate ?? learningRate;
        IOptimizer<T> optimizer;
        if (IsMixture)
            optimizer = OptimizerText.CreateMixture<T>(Name);
        else if (rate is not { } known)
            throw new ArgumentException($"optimizer '{Text}' has no learning rate; expected NAME@RATE with a positive rate");
        else
            optimizer = WeightDecay is { } decay
                ? OptimizerCatalog.Decaying<T>(Name, known, decay) : OptimizerCatalog.Factory<T>(Name)(known);
        return Wrap(optimizer, rate);
    }

    /// <summary>Puts everything but name, learning rate and weight decay around another optimizer, e.g. a learned one.</summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="optimizer">Any optimizer.</param>
    /// <param name="learningRate">What groups without a rate of their own take.</param>
    public IOptimizer<T> Wrap<T>(IOptimizer<T> optimizer, double? learningRate = null) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (DecoupledDecay is { } decay)
            optimizer = new DecoupledDecay<T>(optimizer, decay);
        ParameterGroup<T>[] groups =
        [
            .. (Skip ?? []).Select(static tensors => new ParameterGroup<T>(new TensorSelector(tensors), null)),
            .. (Groups ?? []).Select(group => new ParameterGroup<T>(group.Selector, group.Settings.Create<T>(learningRate))),
        ];
        if (groups.Length > 0)
            optimizer = new Grouped<T>(optimizer, groups);
        if ((Clip ?? ClipValue) is not null)
            optimizer = new GradientClipping<T>(optimizer, Clip, ClipValue);
        if (Schedule is { } schedule)
            optimizer = new Scheduled<T>(optimizer, schedule);
        return NonFinite == NonFiniteGradients.Pass ? optimizer : new NonFiniteGuard<T>(optimizer, NonFinite);
    }

    /// <summary>Whether both describe the same optimizer.</summary>
    public bool Equals(OptimizerSettings? other) => other is not null && OptimizerText.Format(this) == OptimizerText.Format(other);

    /// <inheritdoc/>
    public override int GetHashCode() => OptimizerText.Format(this).GetHashCode(StringComparison.Ordinal);

    /// <summary>The <see cref="Text"/>.</summary>
    public override string ToString() => Text;
}
