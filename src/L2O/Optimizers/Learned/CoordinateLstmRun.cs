using System.Numerics;
using L2O.Kernels;
using L2O.Numerics;

namespace L2O.Optimizers.Learned;

/// <summary>One run of the coordinate-wise LSTM: hidden and cell state of both cells, for every coordinate or shared by all.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public sealed class CoordinateLstmRun<T> : LearnedRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly string[] StateNames = ["hidden_0", "hidden_1", "cell_0", "cell_1"];

    private readonly CoordinateLstmOptimizer<T> _optimizer;
    private readonly LstmStep<T> _step;
    private readonly AlignedBuffer<T> _state;
    private readonly ExtraInputRows<T> _extra;
    private readonly T _scale;

    internal CoordinateLstmRun(CoordinateLstmOptimizer<T> optimizer, ParameterLayout layout) : base(layout.Count)
    {
        CoordinateLstm settings = optimizer.Settings;
        _optimizer = optimizer;
        _step = new LstmStep<T>(optimizer.Weights, settings.Inputs, layout.Count, optimizer.Compute, settings.SharedState);
        _state = new AlignedBuffer<T>(LstmStep<T>.StateLength(settings.Shape, layout.Count, settings.SharedState));
        _extra = new ExtraInputRows<T>(settings.ExtraInputs, settings.TimeHorizon, layout);
        _scale = T.CreateChecked(settings.UpdateScale);
    }

    /// <summary>(input, n): the <see cref="CoordinateLstm.ExtraInputs"/> that the last step or proposal read. The caller fills the supplied ones before each step.</summary>
    public Span<T> ExtraInputs => _extra.Rows;

    /// <summary>The state of all blocks, or the shared one, as the kernels hold it.</summary>
    internal Span<T> State => _state.Span;

    private int StoredStates => _optimizer.Settings.SharedState ? 1 : Coordinates;

    /// <summary>Writes <c>hidden_0</c>, <c>hidden_1</c>, <c>cell_0</c>, <c>cell_1</c>, each (n, H), or (1, H) if shared, and <c>iteration</c>.</summary>
    public override void Save(StateWriter<T> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        for (int part = 0; part < StateNames.Length; part++)
            writer.Write(StateNames[part], CopyState(part));
        writer.Write("iteration", Iteration);
        _extra.Save(writer);
    }

    /// <inheritdoc/>
    public override void Load(StateReader<T> reader)
    {
        int hidden = _optimizer.Settings.HiddenSize, iteration = ReadIteration(reader);
        T[] values = new T[StoredStates * hidden];
        for (int part = 0; part < StateNames.Length; part++)
        {
            reader.Read(StateNames[part], values);
            for (int i = 0; i < values.Length; i++)
                if (_optimizer.Settings.SharedState)
                    _state.Span.Slice(StateIndex(part, 0, i), LstmShape.BlockSize).Fill(values[i]);
                else
                    _state.Span[StateIndex(part, i / hidden, i % hidden)] = values[i];
        }
        _extra.Load(reader);
        Iteration = iteration;
    }

    internal override IUnrollGradient<T> CreateUnrollGradient(int longestUnroll) =>
        new LstmUnrollGradient<T>(_optimizer, this, Coordinates, longestUnroll);

    private protected override void ComputeUpdate(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update, bool advance)
    {
        _extra.Fill(theta, Iteration + 1);
        _step.Run(gradient, _extra.Rows, _state.Span, update, _scale, advance);
        if (advance)
            _extra.Advance(theta);
    }

    private protected override void ResetState()
    {
        _state.Span.Clear();
        _extra.Reset();
    }

    private T[] CopyState(int part)
    {
        int hidden = _optimizer.Settings.HiddenSize;
        T[] values = new T[StoredStates * hidden];
        for (int i = 0; i < values.Length; i++)
            values[i] = _state.Span[StateIndex(part, i / hidden, i % hidden)];
        return values;
    }

    private int StateIndex(int part, int coordinate, int unit)
    {
        LstmShape shape = _optimizer.Settings.Shape;
        int row = part * shape.Hidden + unit;
        return coordinate / LstmShape.BlockSize * shape.StateStride + row * LstmShape.BlockSize + coordinate % LstmShape.BlockSize;
    }
}
