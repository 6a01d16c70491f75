using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.Rules;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Learned.Learnable;

/// <summary>A run of SGD that follows its hyperparameters as phi moves.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class LearnableSgdRun<T> : LearnedRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LearnableSgdOptimizer<T> _optimizer;
    private readonly SgdRun<T> _run;

    public LearnableSgdRun(LearnableSgdOptimizer<T> optimizer, ParameterLayout layout) : base(layout)
    {
        _optimizer = optimizer;
        _run = new SgdRun<T>(new Sgd(optimizer.Settings.LearningRate, optimizer.Settings.Momentum), layout);
        AddStore(new RunStore<T>("rule.", _run, isRecurrent: false));
    }

    /// <summary>(n) the velocity; empty without momentum.</summary>
    public ReadOnlySpan<T> Velocity => _run.Velocity;

    internal override IUnrollGradient<T> CreateUnrollGradient(int longestUnroll) =>
        new LearnableSgdGradient<T>(_optimizer, this, Layout.Count, longestUnroll);

    internal override bool TakesTensorsInTurn => true;

    protected override void ComputeUpdate(in StepInput<T> step, TensorSpans<T> update, bool advance)
    {
        _run.Adopt(_optimizer.LearningRate, _optimizer.Momentum);
        if (advance)
            _run.Advance(step, update);
        else
            _run.Propose(step, update);
    }
}
