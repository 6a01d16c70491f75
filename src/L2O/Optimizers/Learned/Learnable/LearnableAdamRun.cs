using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.Rules;

namespace L2O.Optimizers.Learned.Learnable;

/// <summary>A run of Adam that follows its hyperparameters as phi moves.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class LearnableAdamRun<T> : LearnedRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LearnableAdamOptimizer<T> _optimizer;
    private readonly AdamRun<T> _run;

    public LearnableAdamRun(LearnableAdamOptimizer<T> optimizer, ParameterLayout layout) : base(layout.Count)
    {
        LearnableAdam settings = optimizer.Settings;
        _optimizer = optimizer;
        _run = new AdamRun<T>(new Adam(settings.LearningRate, settings.Beta1, settings.Beta2, settings.Epsilon), layout);
    }

    /// <summary>(n) running mean of the gradient.</summary>
    public ReadOnlySpan<T> Mean => _run.Mean;

    /// <summary>(n) running mean of its square.</summary>
    public ReadOnlySpan<T> Square => _run.Square;

    /// <summary>Steps that the means have seen; the iteration may have begun later.</summary>
    public int Steps => _run.Iteration;

    /// <summary>Writes the state of <see cref="Adam"/> within <c>rule.</c> and <c>iteration</c>.</summary>
    public override void Save(StateWriter<T> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _run.Save(writer.Within("rule."));
        writer.Write("iteration", Iteration);
    }

    /// <inheritdoc/>
    public override void Load(StateReader<T> reader)
    {
        int iteration = ReadIteration(reader);
        _run.Load(reader.Within("rule."));
        Iteration = iteration;
    }

    internal override IUnrollGradient<T> CreateUnrollGradient(int longestUnroll) =>
        new LearnableAdamGradient<T>(_optimizer, this, Coordinates, longestUnroll);

    private protected override void ComputeUpdate(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update, bool advance)
    {
        _run.Adopt(_optimizer.LearningRate, _optimizer.Beta1, _optimizer.Beta2, _optimizer.Epsilon);
        if (advance)
            _run.Advance(theta, gradient, update);
        else
            _run.Propose(theta, gradient, update);
    }

    private protected override void ResetState() => _run.Reset();
}
