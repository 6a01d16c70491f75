using System.Collections.Immutable;
using System.Numerics;
using L2O.Kernels.Lstm;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Lstm;

/// <summary>One run of the coordinate-wise LSTM: hidden and cell state of both cells, for every coordinate or shared by all.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public sealed class CoordinateLstmRun<T> : LearnedRun<T>, IRecurrentRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly CoordinateLstmOptimizer<T> _optimizer;
    private readonly LstmStep<T> _step;
    private readonly LstmState<T> _state;
    private readonly ExtraInputRows<T> _extra;
    private readonly T _scale;

    internal CoordinateLstmRun(CoordinateLstmOptimizer<T> optimizer, ParameterLayout layout) : base(layout.Count)
    {
        CoordinateLstm settings = optimizer.Settings;
        _optimizer = optimizer;
        _step = new LstmStep<T>(optimizer.Weights, settings.Inputs, layout.Count, optimizer.Compute, settings.SharedState);
        _state = new LstmState<T>(settings.Shape, layout.Count, settings.SharedState);
        _extra = new ExtraInputRows<T>(settings.ExtraInputs, settings.TimeHorizon, layout);
        _scale = T.CreateChecked(settings.UpdateScale);
    }

    /// <summary>
    /// (input, n): the <see cref="CoordinateLstm.ExtraInputs"/> that the last step or proposal read. The caller fills the supplied ones
    /// before each step.
    /// </summary>
    public Span<T> ExtraInputs => _extra.Rows;

    /// <inheritdoc/>
    public ImmutableArray<RecurrentState> States => _state.Parts;

    /// <summary>The state of all blocks, or the shared one, as the kernels hold it.</summary>
    internal Span<T> State => _state.Values;

    /// <summary>
    /// Writes <c>hidden_0</c>, <c>hidden_1</c>, <c>cell_0</c>, <c>cell_1</c>, each (n, H), or (1, H) if shared, and <c>iteration</c>.
    /// </summary>
    public override void Save(StateWriter<T> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _state.Save(writer);
        writer.Write("iteration", Iteration);
        _extra.Save(writer);
    }

    /// <inheritdoc/>
    public override void Load(StateReader<T> reader)
    {
        int iteration = ReadIteration(reader);
        _state.Load(reader);
        _extra.Load(reader);
        Iteration = iteration;
    }

    /// <inheritdoc/>
    public void ReadState(int state, Span<T> values) => _state.Read(state, values);

    internal override IUnrollGradient<T> CreateUnrollGradient(int longestUnroll) =>
        new LstmUnrollGradient<T>(_optimizer, this, Coordinates, longestUnroll);

    private protected override void ComputeUpdate(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update, bool advance)
    {
        _extra.Fill(theta, Iteration + 1);
        _step.Run(gradient, _extra.Rows, _state.Values, update, _scale, advance);
        if (advance)
            _extra.Advance(theta);
    }

    private protected override void ResetState()
    {
        _state.Values.Clear();
        _extra.Reset();
    }
}
