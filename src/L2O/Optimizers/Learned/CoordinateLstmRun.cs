using System.Numerics;
using System.Numerics.Tensors;
using L2O.Kernels;
using L2O.Numerics;

namespace L2O.Optimizers.Learned;

/// <summary>One run of the coordinate-wise LSTM: hidden and cell state of both cells for every coordinate.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public sealed class CoordinateLstmRun<T> : IOptimizerRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly string[] StateNames = ["hidden_0", "hidden_1", "cell_0", "cell_1"];

    private readonly LearnedOptimizer<T> _optimizer;
    private readonly LstmStep<T> _step;
    private readonly AlignedBuffer<T> _state;
    private readonly AlignedBuffer<T> _update;
    private readonly AlignedBuffer<T> _extra;
    private readonly T _scale;

    internal CoordinateLstmRun(LearnedOptimizer<T> optimizer, int coordinates)
    {
        _optimizer = optimizer;
        _step = new LstmStep<T>(optimizer.Weights, optimizer.Settings.Inputs, coordinates, optimizer.Compute);
        _state = new AlignedBuffer<T>(LstmStep<T>.StateLength(optimizer.Settings.Shape, coordinates));
        _update = new AlignedBuffer<T>(coordinates);
        _extra = new AlignedBuffer<T>(checked(optimizer.Settings.ExtraInputs * coordinates));
        _scale = T.CreateChecked(optimizer.Settings.UpdateScale);
    }

    /// <inheritdoc/>
    public int Iteration { get; private set; }

    /// <summary>(extra input, n): what the network reads besides the gradient; the caller fills it before each step. Empty by default.</summary>
    public Span<T> ExtraInputs => _extra.Span;

    /// <summary>The state of all blocks, as the kernels hold it.</summary>
    internal Span<T> State => _state.Span;

    /// <inheritdoc/>
    public void Propose(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update)
    {
        CheckLength(theta.Length, nameof(theta));
        CheckLength(gradient.Length, nameof(gradient));
        CheckLength(update.Length, nameof(update));
        _step.Run(gradient, _extra.Span, _state.Span, update, _scale, advance: false);
    }

    /// <inheritdoc/>
    public void Step(Span<T> theta, ReadOnlySpan<T> gradient, Span<T> update = default)
    {
        CheckLength(theta.Length, nameof(theta));
        CheckLength(gradient.Length, nameof(gradient));
        if (update.IsEmpty)
            update = _update.Span;
        CheckLength(update.Length, nameof(update));
        _step.Run(gradient, _extra.Span, _state.Span, update, _scale, advance: true);
        TensorPrimitives.Add(theta, update, theta);
        Iteration++;
    }

    /// <summary>Back to zero state and iteration 0, as freshly started. Allocates nothing.</summary>
    public void Reset()
    {
        _state.Span.Clear();
        Iteration = 0;
    }

    /// <summary>Writes <c>hidden_0</c>, <c>hidden_1</c>, <c>cell_0</c>, <c>cell_1</c>, each (n, H), and <c>iteration</c>.</summary>
    public void Save(StateWriter<T> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        for (int part = 0; part < StateNames.Length; part++)
            writer.Write(StateNames[part], CopyState(part));
        writer.Write("iteration", Iteration);
    }

    /// <inheritdoc/>
    public void Load(StateReader<T> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        int hidden = _optimizer.Settings.HiddenSize;
        T[] values = new T[_update.Length * hidden];
        int iteration = reader.ReadInt("iteration");
        if (iteration < 0)
            throw new InvalidDataException($"state 'iteration' is {iteration}; expected at least 0");
        for (int part = 0; part < StateNames.Length; part++)
        {
            reader.Read(StateNames[part], values);
            for (int i = 0; i < values.Length; i++)
                _state.Span[StateIndex(part, i / hidden, i % hidden)] = values[i];
        }
        Iteration = iteration;
    }

    private T[] CopyState(int part)
    {
        int hidden = _optimizer.Settings.HiddenSize;
        T[] values = new T[_update.Length * hidden];
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

    private void CheckLength(int length, string name)
    {
        if (length != _update.Length)
            throw new ArgumentException($"{name} has {length} values; expected {_update.Length}, the number of coordinates at the start of the run");
    }
}
