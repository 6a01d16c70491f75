using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.Rules;

namespace L2O.Optimizers.Learned.Learnable;

/// <summary>A run of SGD that follows its hyperparameters as phi moves.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class LearnableSgdRun<T> : LearnedRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LearnableSgdOptimizer<T> _optimizer;
    private readonly SgdRun<T> _run;

    public LearnableSgdRun(LearnableSgdOptimizer<T> optimizer, ParameterLayout layout) : base(layout.Count)
    {
        _optimizer = optimizer;
        _run = new SgdRun<T>(new Sgd(optimizer.Settings.LearningRate, optimizer.Settings.Momentum), layout);
    }

    /// <summary>(n) the velocity; empty without momentum.</summary>
    public ReadOnlySpan<T> Velocity => _run.Velocity;

    /// <summary>Writes the state of <see cref="Sgd"/> within <c>rule.</c> and <c>iteration</c>.</summary>
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
        new LearnableSgdGradient<T>(_optimizer, this, Coordinates, longestUnroll);

    private protected override void ComputeUpdate(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update, bool advance)
    {
        _run.Adopt(_optimizer.LearningRate, _optimizer.Momentum);
        if (advance)
            _run.Advance(theta, gradient, update);
        else
            _run.Propose(theta, gradient, update);
    }

    private protected override void ResetState() => _run.Reset();
}
