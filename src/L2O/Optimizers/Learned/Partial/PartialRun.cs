using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.State;
using L2O.Optimizers.Wrappers;

namespace L2O.Optimizers.Learned.Partial;

/// <summary>A run of a <see cref="PartialControl"/>: a learned run on the chosen tensors and a hand-designed one on the others.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class PartialRun<T> : LearnedRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LearnedRun<T> _learned;
    private readonly OptimizerRun<T> _rest;
    private readonly TensorGroup _restGroup;
    private T[]? _followed; // made by the first random start

    /// <exception cref="ArgumentException">No tensor is among the chosen ones.</exception>
    public PartialRun(PartialOptimizer<T> optimizer, ParameterLayout layout, RunContext? context) : base(layout, optimizer.Needs)
    {
        PartialControl settings = optimizer.Settings;
        settings.Check(layout);
        DrivenGroup = new TensorGroup(layout, slot => settings.Drives(slot.Name));
        _restGroup = new TensorGroup(layout, slot => !settings.Drives(slot.Name));
        _learned = optimizer.Learned.Start(DrivenGroup.Layout, context);
        _rest = optimizer.Rest.Start(_restGroup.Layout, context);
        AddStore(new RunStore<T>("learned.", _learned, isRecurrent: true));
        AddStore(new RunStore<T>("rest.", _rest, isRecurrent: false));
    }

    /// <summary>The tensors that the learned run drives.</summary>
    public TensorGroup DrivenGroup { get; }

    internal override IUnrollGradient<T>? CreateUnrollGradient(int longestUnroll) => _learned.CreateUnrollGradient(longestUnroll) is { } own
        ? new PartialUnrollGradient<T>(DrivenGroup, Layout.Count, longestUnroll, own) : null;

    internal override void Follow(ReadOnlySpan<T> theta)
    {
        _followed ??= new T[DrivenGroup.Layout.Count];
        DrivenGroup.Gather(theta, _followed);
        _learned.Follow(_followed);
    }

    internal override bool TakesTensorsInTurn => _learned.TakesTensorsInTurn && _rest.TakesTensorsInTurn;

    protected override void ComputeUpdate(in StepInput<T> step, TensorSpans<T> update, bool advance)
    {
        DrivenGroup.ComputeUpdate(_learned, step, update, advance);
        _restGroup.ComputeUpdate(_rest, step, update, advance);
    }
}
