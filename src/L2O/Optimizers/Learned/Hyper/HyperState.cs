using System.Numerics;
using L2O.Kernels.HyperLstm;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Learned.Hyper;

/// <summary>
/// What the LSTM over tensors keeps and reads beside the tensors themselves: its state, of each tensor or of all together, the losses, and
/// the time. A step is tried out on copies, and taken over where the state is to move. Allocates at its making only.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class HyperState<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Features that all tensors share: of the time, then of the losses.</summary>
    public const int Shared = Times + LossBuffer<T>.Features;

    private const int Times = 9;
    private const double TimeScale = 10;

    private static readonly double[] s_times = [0.03, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1, 1.1];

    private readonly int _horizon, _size;
    private readonly LossBuffer<T> _losses;
    private readonly StateArray<T> _hidden, _cell, _means, _minima;
    private readonly AlignedBuffer<T> _nextHidden, _nextCell;
    private readonly T[] _nextMeans = new T[LossBuffer<T>.Means], _nextMinima = new T[LossBuffer<T>.Means];
    private readonly HyperLstm<T> _lstm;

    /// <param name="compute">Lanes and threads.</param>
    /// <param name="weights">Of the LSTM.</param>
    /// <param name="horizon">Steps of the run.</param>
    /// <param name="tensors">Tensors with a state of their own; null where all of theta has one.</param>
    /// <param name="addState">Adds a part of the run's state.</param>
    public HyperState(Compute compute, HyperWeights<T> weights, int horizon, int? tensors, Func<StateShape, StateArray<T>> addState)
    {
        (_horizon, _size, _losses) = (horizon, weights.Size, new LossBuffer<T>(horizon));
        _hidden = addState(Shape("hidden"));
        _cell = addState(Shape("cell"));
        _means = addState(StateShape.OfNetwork("loss_means", LossBuffer<T>.Means));
        _minima = addState(StateShape.OfNetwork("loss_minima", LossBuffer<T>.Means));
        int rows = tensors ?? 1;
        (_nextHidden, _nextCell) = (new(rows * _size), new(rows * _size));
        (Features, Controls, Rates) = (new(rows * weights.Inputs), new(rows * weights.Controls), new(rows));
        _lstm = new HyperLstm<T>(compute, weights, rows);

        StateShape Shape(string name) => tensors is null ? StateShape.OfNetwork(name, _size) : StateShape.PerTensor(name, _size);
    }

    /// <summary>(tensor, input): to be filled before a step.</summary>
    public AlignedBuffer<T> Features { get; }

    /// <summary>(tensor, control): of the last step.</summary>
    public AlignedBuffer<T> Controls { get; }

    /// <summary>(tensor): of the last step.</summary>
    public AlignedBuffer<T> Rates { get; }

    /// <summary>Back to the start.</summary>
    /// <param name="hidden">(size) where the hidden state begins.</param>
    /// <param name="cell">(size) where the inner state begins.</param>
    public void Reset(ReadOnlySpan<T> hidden, ReadOnlySpan<T> cell)
    {
        for (int start = 0; start < _hidden.Values.Length; start += _size)
        {
            hidden.CopyTo(_hidden.Values[start..]);
            cell.CopyTo(_cell.Values[start..]);
        }
        _minima.Values.Fill(T.CreateTruncating(LossBuffer<T>.Start));
    }

    /// <summary>Takes the step's loss in, and writes what all tensors read.</summary>
    /// <param name="iteration">Steps made before.</param>
    /// <param name="steps">Steps that the state has seen.</param>
    /// <param name="loss">Loss before the step.</param>
    /// <param name="features">(feature), <see cref="Shared"/> of them; overwritten.</param>
    public void ReadShared(int iteration, int steps, double loss, Span<T> features)
    {
        double done = (double)iteration / _horizon;
        for (int i = 0; i < Times; i++)
            features[i] = T.CreateTruncating(Math.Tanh(TimeScale * (done - s_times[i])));
        _means.Values.CopyTo(_nextMeans);
        _minima.Values.CopyTo(_nextMinima);
        _losses.Add(steps, loss, _nextMeans, _nextMinima);
        _losses.Read(steps + 1, _nextMeans, _nextMinima, features[Times..Shared]);
    }

    /// <summary>The LSTM's step, after <see cref="ReadShared"/>.</summary>
    /// <param name="tensors">(row of <see cref="Features"/>) whose state it is.</param>
    /// <param name="inputs">Features of a row.</param>
    /// <param name="advance">Whether the state moves on.</param>
    public void Step(ReadOnlySpan<int> tensors, int inputs, bool advance)
    {
        int rows = tensors.Length;
        Span<T> hidden = _nextHidden.Span[..(rows * _size)], cell = _nextCell.Span[..(rows * _size)];
        for (int row = 0; row < rows; row++)
        {
            _hidden.Of(tensors[row]).CopyTo(hidden[(row * _size)..]);
            _cell.Of(tensors[row]).CopyTo(cell[(row * _size)..]);
        }
        _lstm.Step(rows, Features.Span[..(rows * inputs)], hidden, cell, Controls.Span[..(Controls.Length / Rates.Length * rows)],
            Rates.Span[..rows]);
        if (!advance)
            return;
        for (int row = 0; row < rows; row++)
        {
            hidden.Slice(row * _size, _size).CopyTo(_hidden.Of(tensors[row]));
            cell.Slice(row * _size, _size).CopyTo(_cell.Of(tensors[row]));
        }
        _nextMeans.CopyTo(_means.Values);
        _nextMinima.CopyTo(_minima.Values);
    }
}
