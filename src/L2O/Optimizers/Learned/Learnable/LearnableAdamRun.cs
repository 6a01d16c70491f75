using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.Rules;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Learned.Learnable;

/// <summary>A run of Adam that follows its hyperparameters as phi moves.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class LearnableAdamRun<T> : LearnedRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LearnableAdamOptimizer<T> _optimizer;
    private readonly AdamRun<T> _run;

    public LearnableAdamRun(LearnableAdamOptimizer<T> optimizer, ParameterLayout layout) : base(layout)
    {
        LearnableAdam settings = optimizer.Settings;
        _optimizer = optimizer;
        _run = new AdamRun<T>(new Adam(settings.LearningRate, settings.Beta1, settings.Beta2, settings.Epsilon), layout);
        AddStore(new RunStore<T>("rule.", _run, isRecurrent: false));
    }

    /// <summary>(n) running mean of the gradient.</summary>
    public ReadOnlySpan<T> Mean => _run.Mean;

    /// <summary>(n) running mean of its square.</summary>
    public ReadOnlySpan<T> Square => _run.Square;

    /// <summary>Steps that the means have seen; the iteration may have begun later.</summary>
    public int MeanSteps => _run.Steps;

    internal override IUnrollGradient<T> CreateUnrollGradient(int longestUnroll) =>
        new LearnableAdamGradient<T>(_optimizer, this, Layout.Count, longestUnroll);

    internal override bool TakesTensorsInTurn => true;

    protected override void ComputeUpdate(in StepInput<T> step, TensorSpans<T> update, bool advance)
    {
        _run.Adopt(_optimizer.LearningRate, _optimizer.Beta1, _optimizer.Beta2, _optimizer.Epsilon);
        if (advance)
            _run.Advance(step, update);
        else
            _run.Propose(step, update);
    }
}
