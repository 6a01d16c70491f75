using System.Numerics;
using System.Numerics.Tensors;

namespace L2O.Kernels.Lstm;

/// <summary>The gradient of phi as sums in double precision, and their way back into the shapes of phi's tensors.</summary>
/// <param name="shape">Sizes of the network.</param>
/// <param name="projectedRows">Input rows of the projection; 0 if there is none.</param>
internal sealed class LstmWeightSums(LstmShape shape, int projectedRows = 0)
{
    private readonly int _inputs0 = shape.Inputs;
    private readonly int _hidden = shape.Hidden;

    /// <summary>For both cells (unit, tile, gate, row in tile), laid out by <see cref="LstmTapeLayout"/>.</summary>
    public double[][] Cells { get; } =
    [
        new double[new LstmTapeLayout(shape).AccumulatorLength(0) / LstmTapeLayout.AccumulatorColumns],
        new double[new LstmTapeLayout(shape).AccumulatorLength(1) / LstmTapeLayout.AccumulatorColumns],
    ];

    /// <summary>(hidden) output weights, then the bias.</summary>
    public double[] Output { get; } = new double[shape.Hidden + 1];

    /// <summary>(feature, row then bias) of the projection; empty if there is none.</summary>
    public double[] Projection { get; } = new double[projectedRows > 0 ? shape.Hidden * (projectedRows + 1) : 0];

    public void Clear()
    {
        Array.Clear(Projection);
        Array.Clear(Cells[0]);
        Array.Clear(Cells[1]);
        Array.Clear(Output);
    }

    public void Add(LstmWeightSums other)
    {
        TensorPrimitives.Add(Cells[0], other.Cells[0], Cells[0]);
        TensorPrimitives.Add(Cells[1], other.Cells[1], Cells[1]);
        TensorPrimitives.Add(Output, other.Output, Output);
        TensorPrimitives.Add(Projection, other.Projection, Projection);
    }

    /// <summary>Writes one cell's gradient in PyTorch's shapes: (4H, inputs), (4H, H), (4H), (4H). Overwrites.</summary>
    public void WriteCell<T>(int cell, Span<T> dWeightIh, Span<T> dWeightHh, Span<T> dBiasIh, Span<T> dBiasHh)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inputs = cell == 0 ? _inputs0 : _hidden;
        for (int unit = 0; unit < _hidden; unit++)
            for (int gate = 0; gate < LstmShape.Gates; gate++)
            {
                int output = gate * _hidden + unit;
                for (int row = 0; row < inputs; row++)
                    dWeightIh[output * inputs + row] = Sum<T>(cell, unit, gate, row);
                dBiasIh[output] = dBiasHh[output] = Sum<T>(cell, unit, gate, inputs);
                for (int row = 0; row < _hidden; row++)
                    dWeightHh[output * _hidden + row] = Sum<T>(cell, unit, gate, inputs + 1 + row);
            }
    }

    /// <summary>Writes the output layer's gradient: (1, H) and (1). Overwrites.</summary>
    public void WriteOutput<T>(Span<T> dWeight, Span<T> dBias) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int unit = 0; unit < _hidden; unit++)
            dWeight[unit] = T.CreateTruncating(Output[unit]);
        dBias[0] = T.CreateTruncating(Output[_hidden]);
    }

    /// <summary>Writes the projection's gradient: (H, rows) and (H). Overwrites.</summary>
    public void WriteProjection<T>(Span<T> dWeight, Span<T> dBias) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int feature = 0, next = 0; feature < _hidden; feature++)
        {
            for (int row = 0; row < projectedRows; row++)
                dWeight[feature * projectedRows + row] = T.CreateTruncating(Projection[next++]);
            dBias[feature] = T.CreateTruncating(Projection[next++]);
        }
    }

    private T Sum<T>(int cell, int unit, int gate, int row) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int tile = LstmTapeLayout.InputTile;
        int tiles = Cells[cell].Length / (_hidden * LstmShape.Gates * tile);
        int index = ((unit * tiles + row / tile) * LstmShape.Gates + gate) * tile + row % tile;
        return T.CreateTruncating(Cells[cell][index]);
    }
}
