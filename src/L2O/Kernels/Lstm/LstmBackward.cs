using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Lstm;

/// <summary>
/// The reverse of <see cref="LstmForward{TLanes, T}"/> for one block of coordinates. Adjoints are derivatives of the
/// meta-loss and start with d.
/// </summary>
internal static unsafe class LstmBackward<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Block = LstmShape.BlockSize;

    /// <summary>Reverse of the output layer: adds to <paramref name="dHidden"/> and to <paramref name="dOutput"/>.</summary>
    /// <param name="output">(hidden) weights.</param>
    /// <param name="hiddenState">(hidden, BlockSize): h of the second cell.</param>
    /// <param name="hidden">Hidden size.</param>
    /// <param name="dUpdate">(BlockSize).</param>
    /// <param name="dHidden">(hidden, BlockSize).</param>
    /// <param name="dOutput">(hidden + 1, AccumulatorColumns): weights, then the bias.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output(T* output, T* hiddenState, int hidden, T* dUpdate, T* dHidden, T* dOutput)
    {
        const int columns = LstmTapeLayout.AccumulatorColumns;
        for (int column = 0; column < columns; column += TLanes.Width)
        {
            TLanes d0 = TLanes.Load(dUpdate + column), d1 = TLanes.Load(dUpdate + columns + column);
            for (int unit = 0; unit < hidden; unit++)
            {
                T* h = hiddenState + unit * Block + column;
                T* dh = dHidden + unit * Block + column;
                T* sum = dOutput + unit * columns + column;
                TLanes weight = TLanes.LoadBroadcast(output + unit);
                TLanes.Store(TLanes.MultiplyAdd(weight, d0, TLanes.Load(dh)), dh);
                TLanes.Store(TLanes.MultiplyAdd(weight, d1, TLanes.Load(dh + columns)), dh + columns);
                TLanes.Store(TLanes.MultiplyAdd(d1, TLanes.Load(h + columns), TLanes.MultiplyAdd(d0, TLanes.Load(h), TLanes.Load(sum))),
                    sum);
            }
            T* bias = dOutput + hidden * columns + column;
            TLanes.Store(TLanes.Load(bias) + d0 + d1, bias);
        }
    }

    /// <summary>
    /// Reverse of a cell's activations; adjoints that are too small to matter become zero. Turns <paramref name="gates"/> into the
    /// adjoints of the gates' sums and <paramref name="dCell"/> into that of the cell state before.
    /// </summary>
    /// <param name="gates">(unit, gate, BlockSize): activated gates on entry, adjoints of their sums on return.</param>
    /// <param name="tanhCell">(hidden, BlockSize): tanh c'.</param>
    /// <param name="cellBefore">(hidden, BlockSize): c.</param>
    /// <param name="hidden">Hidden size.</param>
    /// <param name="dHidden">(hidden, BlockSize): adjoint of h'.</param>
    /// <param name="dCell">(hidden, BlockSize): adjoint of c' on entry, without what comes through h'; of c on return.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Activate(T* gates, T* tanhCell, T* cellBefore, int hidden, T* dHidden, T* dCell)
    {
        TLanes one = TLanes.Broadcast(T.One), zero = TLanes.Broadcast(T.Zero), tiny = TLanes.Broadcast(LaneMath<TLanes, T>.Tiny);
        for (int unit = 0; unit < hidden; unit++, gates += LstmShape.Gates * Block)
            for (int column = 0; column < Block; column += TLanes.Width)
            {
                T* gate = gates + column;
                int at = unit * Block + column;
                TLanes i = TLanes.Load(gate), f = TLanes.Load(gate + Block), g = TLanes.Load(gate + 2 * Block),
                    o = TLanes.Load(gate + 3 * Block);
                TLanes tanh = TLanes.Load(tanhCell + at), dh = LaneMath<TLanes, T>.FlushTiny(TLanes.Load(dHidden + at), tiny, zero);
                TLanes dhTanh = dh * tanh;
                // o(1 - tanh²)·dh = o·dh - o·tanh·(dh·tanh)
                TLanes dc = LaneMath<TLanes, T>.FlushTiny(TLanes.Load(dCell + at) + o * (dh - tanh * dhTanh), tiny, zero);
                TLanes.Store(dhTanh * o * (one - o), gate + 3 * Block);
                TLanes.Store(dc * f, dCell + at);
                TLanes.Store(dc * TLanes.Load(cellBefore + at) * (f * (one - f)), gate + Block);
                TLanes di = dc * i;
                TLanes.Store(di * g * (one - i), gate);
                TLanes.Store(di * (one - g * g), gate + 2 * Block);
            }
    }

    /// <summary>Reverse of a product of weights and rows: dRows = W^T dGates, added or overwritten.</summary>
    /// <param name="transposed">(tile of rows, unit, gate, row in tile), see <see cref="LstmWeights{T}.RecurrentTransposed"/>.</param>
    /// <param name="dGates">(4 hidden, BlockSize).</param>
    /// <param name="hidden">Hidden size.</param>
    /// <param name="dRows">(hidden rounded up to whole tiles, BlockSize).</param>
    /// <param name="add">Whether to add to <paramref name="dRows"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows(T* transposed, T* dGates, int hidden, T* dRows, bool add)
    {
        int width = TLanes.Width, gates = LstmShape.Gates * hidden;
        TLanes zero = TLanes.Broadcast(T.Zero);
        for (int column = 0; column < Block; column += 2 * width)
        {
            T* w = transposed;
            T* d = dRows + column;
            for (int row = 0; row < hidden; row += LstmWeights<T>.RowTile, d += LstmWeights<T>.RowTile * Block)
            {
                TLanes a0 = zero, a1 = zero, b0 = zero, b1 = zero, c0 = zero, c1 = zero, d0 = zero, d1 = zero;
                T* gate = dGates + column;
                for (int k = 0; k < gates; k++, gate += Block, w += LstmWeights<T>.RowTile)
                {
                    TLanes g0 = TLanes.Load(gate), g1 = TLanes.Load(gate + width);
                    TLanes wa = TLanes.LoadBroadcast(w), wb = TLanes.LoadBroadcast(w + 1),
                        wc = TLanes.LoadBroadcast(w + 2), wd = TLanes.LoadBroadcast(w + 3);
                    TLanes.AddProduct(ref a0, wa, g0);
                    TLanes.AddProduct(ref a1, wa, g1);
                    TLanes.AddProduct(ref b0, wb, g0);
                    TLanes.AddProduct(ref b1, wb, g1);
                    TLanes.AddProduct(ref c0, wc, g0);
                    TLanes.AddProduct(ref c1, wc, g1);
                    TLanes.AddProduct(ref d0, wd, g0);
                    TLanes.AddProduct(ref d1, wd, g1);
                }
                Put(d, a0, a1, add);
                Put(d + Block, b0, b1, add);
                Put(d + 2 * Block, c0, c1, add);
                Put(d + 3 * Block, d0, d1, add);
            }
        }
    }

    /// <summary>
    /// Adds a cell's weight gradient over some steps: Σ over steps and coordinates of dGate · input, kept apart by column
    /// modulo AccumulatorColumns, so that the sums do not depend on the width of the registers.
    /// </summary>
    /// <param name="slot">The first step's slot.</param>
    /// <param name="stride">Elements from one step's slot to the next.</param>
    /// <param name="steps">Number of steps.</param>
    /// <param name="gatesOffset">Where a slot holds the cell's dGates (unit, gate, BlockSize).</param>
    /// <param name="rowOffsets">Offsets of the input rows, whole tiles; see <see cref="LstmTapeLayout.GradientRowOffsets"/>.</param>
    /// <param name="hidden">Hidden size.</param>
    /// <param name="sums">(unit, tile, gate, row in tile, AccumulatorColumns); added to.</param>
    public static void Weights(T* slot, int stride, int steps, int gatesOffset, ReadOnlySpan<int> rowOffsets, int hidden, T* sums)
    {
        for (int unit = 0; unit < hidden; unit++)
        {
            T* gates = slot + gatesOffset + unit * LstmShape.Gates * Block;
            for (int tile = 0; tile < rowOffsets.Length; tile += LstmTapeLayout.InputTile)
            {
                WeightTile(gates, slot + rowOffsets[tile], slot + rowOffsets[tile + 1], slot + rowOffsets[tile + 2], stride, steps, sums);
                sums += LstmShape.Gates * LstmTapeLayout.InputTile * LstmTapeLayout.AccumulatorColumns;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WeightTile(T* gates, T* x, T* y, T* z, int stride, int steps, T* sums)
    {
        const int columns = LstmTapeLayout.AccumulatorColumns;
        for (int column = 0; column < columns; column += TLanes.Width, sums += TLanes.Width)
        {
            TLanes ix = TLanes.Load(sums), iy = TLanes.Load(sums + columns), iz = TLanes.Load(sums + 2 * columns);
            TLanes fx = TLanes.Load(sums + 3 * columns), fy = TLanes.Load(sums + 4 * columns), fz = TLanes.Load(sums + 5 * columns);
            TLanes gx = TLanes.Load(sums + 6 * columns), gy = TLanes.Load(sums + 7 * columns), gz = TLanes.Load(sums + 8 * columns);
            TLanes ox = TLanes.Load(sums + 9 * columns), oy = TLanes.Load(sums + 10 * columns), oz = TLanes.Load(sums + 11 * columns);
            nint at = column;
            for (int step = 0; step < steps; step++, at += stride - Block)
                for (int half = 0; half < Block; half += columns, at += columns)
                {
                    TLanes vx = TLanes.Load(x + at), vy = TLanes.Load(y + at), vz = TLanes.Load(z + at);
                    TLanes gate = TLanes.Load(gates + at);
                    TLanes.AddProduct(ref ix, gate, vx);
                    TLanes.AddProduct(ref iy, gate, vy);
                    TLanes.AddProduct(ref iz, gate, vz);
                    gate = TLanes.Load(gates + at + Block);
                    TLanes.AddProduct(ref fx, gate, vx);
                    TLanes.AddProduct(ref fy, gate, vy);
                    TLanes.AddProduct(ref fz, gate, vz);
                    gate = TLanes.Load(gates + at + 2 * Block);
                    TLanes.AddProduct(ref gx, gate, vx);
                    TLanes.AddProduct(ref gy, gate, vy);
                    TLanes.AddProduct(ref gz, gate, vz);
                    gate = TLanes.Load(gates + at + 3 * Block);
                    TLanes.AddProduct(ref ox, gate, vx);
                    TLanes.AddProduct(ref oy, gate, vy);
                    TLanes.AddProduct(ref oz, gate, vz);
                }
            TLanes.Store(ix, sums);
            TLanes.Store(iy, sums + columns);
            TLanes.Store(iz, sums + 2 * columns);
            TLanes.Store(fx, sums + 3 * columns);
            TLanes.Store(fy, sums + 4 * columns);
            TLanes.Store(fz, sums + 5 * columns);
            TLanes.Store(gx, sums + 6 * columns);
            TLanes.Store(gy, sums + 7 * columns);
            TLanes.Store(gz, sums + 8 * columns);
            TLanes.Store(ox, sums + 9 * columns);
            TLanes.Store(oy, sums + 10 * columns);
            TLanes.Store(oz, sums + 11 * columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(T* row, TLanes left, TLanes right, bool add)
    {
        if (add)
        {
            left = TLanes.Load(row) + left;
            right = TLanes.Load(row + TLanes.Width) + right;
        }
        TLanes.Store(left, row);
        TLanes.Store(right, row + TLanes.Width);
    }
}
