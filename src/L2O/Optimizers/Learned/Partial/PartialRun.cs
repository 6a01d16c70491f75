using System.Collections.Immutable;
using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Partial;

/// <summary>A run of a <see cref="PartialControl"/>: a learned run on the chosen tensors and a hand-designed one on the others.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class PartialRun<T> : LearnedRun<T>, IRecurrentRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Part _driven;
    private readonly Part _rest;
    private readonly LearnedRun<T> _learned;
    private readonly StateReader<T> _restStart;

    /// <exception cref="ArgumentException">No tensor is among the chosen ones.</exception>
    public PartialRun(PartialOptimizer<T> optimizer, ParameterLayout layout) : base(layout.Count)
    {
        PartialControl settings = optimizer.Settings;
        settings.Check(layout);
        DrivenGroup = new TensorGroup(layout.Slots.Where(slot => settings.Drives(slot.Name)));
        _learned = optimizer.Learned.Start(DrivenGroup.Layout);
        _driven = new Part(DrivenGroup, _learned);
        var rest = new TensorGroup(layout.Slots.Where(slot => !settings.Drives(slot.Name)));
        _rest = new Part(rest, OptimizerCatalog.Factory<T>(settings.Optimizer)(settings.LearningRate).Start(rest.Layout));
        var writer = new StateWriter<T>();
        _rest.Run.Save(writer);
        _restStart = new StateReader<T>(writer.Tensors);
    }

    /// <summary>The tensors that the learned run drives.</summary>
    public TensorGroup DrivenGroup { get; }

    /// <inheritdoc/>
    public ImmutableArray<RecurrentState> States => _learned is IRecurrentRun<T> recurrent ? recurrent.States : [];

    /// <summary>Writes the states of both runs within <c>learned.</c> and <c>rest.</c>, and <c>iteration</c>.</summary>
    public override void Save(StateWriter<T> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _learned.Save(writer.Within("learned."));
        _rest.Run.Save(writer.Within("rest."));
        writer.Write("iteration", Iteration);
    }

    /// <inheritdoc/>
    public override void Load(StateReader<T> reader)
    {
        int iteration = ReadIteration(reader);
        _learned.Load(reader.Within("learned."));
        _rest.Run.Load(reader.Within("rest."));
        Iteration = iteration;
    }

    /// <inheritdoc/>
    public void ReadState(int state, Span<T> values) => ((IRecurrentRun<T>)_learned).ReadState(state, values);

    internal override IUnrollGradient<T> CreateUnrollGradient(int longestUnroll) =>
        new PartialUnrollGradient<T>(DrivenGroup, Coordinates, longestUnroll, _learned.CreateUnrollGradient(longestUnroll));

    private protected override void ComputeUpdate(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update, bool advance)
    {
        _driven.ComputeUpdate(theta, gradient, update, advance);
        _rest.ComputeUpdate(theta, gradient, update, advance);
    }

    private protected override void ResetState()
    {
        _learned.Reset(Iteration);
        _rest.Run.Load(_restStart);
    }

    /// <summary>Some tensors, what drives them, and its vectors.</summary>
    private sealed class Part(TensorGroup group, IOptimizerRun<T> run)
    {
        private readonly AlignedBuffer<T> _theta = new(group.Layout.Count);
        private readonly AlignedBuffer<T> _gradient = new(group.Layout.Count);
        private readonly AlignedBuffer<T> _update = new(group.Layout.Count);

        public IOptimizerRun<T> Run { get; } = run;

        public void ComputeUpdate(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update, bool advance)
        {
            if (_theta.Length == 0)
                return;
            group.Gather(theta, _theta.Span);
            group.Gather(gradient, _gradient.Span);
            if (advance)
                Run.Step(_theta.Span, _gradient.Span, _update.Span);
            else
                Run.Propose(_theta.Span, _gradient.Span, _update.Span);
            group.Scatter<T>(_update.Span, update);
        }
    }
}
