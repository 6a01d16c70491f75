using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Mlp;

/// <summary>
/// The reverse of a coordinate-wise MLP's unroll. Keeps what each step read; the running means are constants to the meta-gradient, so the
/// steps are tied together by theta alone, that is by the sums of later gradients.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class MlpUnrollGradient<T> : IUnrollGradient<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly CoordinateMlpRun<T> _run;
    private readonly CoordinateNetwork<T> _network;
    private readonly int _n;
    private readonly AlignedBuffer<T> _rows; // (step, row, n)
    private readonly int[] _iterations; // (step)
    private readonly T[] _update = new T[CoordinateNetwork<T>.MaxCount];
    private readonly T[] _dUpdate = new T[CoordinateNetwork<T>.MaxCount];
    private readonly T[] _later = new T[CoordinateNetwork<T>.MaxCount];
    private readonly double[] _sums;

    public MlpUnrollGradient(CoordinateMlpOptimizer<T> optimizer, CoordinateMlpRun<T> run, int coordinates, int longestUnroll)
    {
        (_run, _network, _n) = (run, new CoordinateNetwork<T>(optimizer), coordinates);
        _rows = new AlignedBuffer<T>(checked(longestUnroll * CoordinateFeatures<T>.RowCount * coordinates));
        (_iterations, _sums) = (new int[longestUnroll], new double[optimizer.Phi.Length]);
    }

    private int RowsLength => CoordinateFeatures<T>.RowCount * _n;

    public void Begin()
    {
        // Nothing of the state is differentiated.
    }

    public void Record(int step)
    {
        _run.Features.Rows.CopyTo(_rows.Span[(step * RowsLength)..]);
        _iterations[step] = _run.Iteration; // the step has been made: its own number, from 1
    }

    public void Differentiate(UnrollView<T> unroll, Span<T> dPhi)
    {
        Array.Clear(_sums);
        for (int start = 0; start < _n; start += CoordinateNetwork<T>.MaxCount)
            DifferentiateChunk(unroll, start, Math.Min(CoordinateNetwork<T>.MaxCount, _n - start));
        TensorPrimitives.ConvertTruncating<double, T>(_sums, dPhi);
    }

    private void DifferentiateChunk(UnrollView<T> unroll, int start, int count)
    {
        Span<T> update = _update.AsSpan(0, count), dUpdate = _dUpdate.AsSpan(0, count), later = _later.AsSpan(0, count);
        later.Clear();
        for (int step = unroll.Steps - 1; step >= 0; step--)
        {
            _run.Features.Gather(_rows.Span.Slice(step * RowsLength, RowsLength), _iterations[step], start, count, _network.Samples.Span);
            _network.Forward(update);
            TensorPrimitives.Multiply(later, T.CreateChecked(unroll.GradientFactor), dUpdate);
            if (!unroll.UpdateAdjoints.IsEmpty)
                TensorPrimitives.Add(dUpdate, unroll.UpdateAdjoints.Slice(step * _n + start, count), dUpdate);
            _network.Backward(update, dUpdate, _sums);
            TensorPrimitives.Add(later, unroll.Gradients.Slice(step * _n + start, count), later);
        }
    }
}
