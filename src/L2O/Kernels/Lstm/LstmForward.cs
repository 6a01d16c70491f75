using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Lstm;

/// <summary>
/// One LSTM cell for one block of coordinates (docs/mathematics.md section 3; Hochreiter and Schmidhuber 1997, with forget gate):
/// gates = W_ih x + W_hh h + b, c' = σ(f)c + σ(i)tanh(g), h' = σ(o)tanh(c'). Coordinates lie across the lanes, weights are
/// broadcast, the four gates of a unit stay in registers until its new state is done.
/// </summary>
internal static unsafe class LstmForward<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The weighted sums in front of the gates' activations. Overwrites <paramref name="gates"/>.</summary>
    /// <param name="weights">(unit, row, gate), see <see cref="LstmWeights{T}.Forward"/>.</param>
    /// <param name="bias">(unit, gate).</param>
    /// <param name="inputs">(inputRows, BlockSize): what the cell reads.</param>
    /// <param name="inputRows">Number of input rows.</param>
    /// <param name="hiddenIn">(hidden, BlockSize): h of the step before.</param>
    /// <param name="hidden">Hidden size.</param>
    /// <param name="gates">(unit, gate, BlockSize).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GateSums(T* weights, T* bias, T* inputs, int inputRows, T* hiddenIn, int hidden, T* gates)
    {
        const int block = LstmShape.BlockSize;
        int width = TLanes.Width;
        for (int column = 0; column < block; column += 2 * width)
        {
            T* w = weights;
            T* gate = gates + column;
            for (int unit = 0; unit < hidden; unit++, bias += LstmShape.Gates, gate += LstmShape.Gates * block)
            {
                TLanes i0 = TLanes.LoadBroadcast(bias), f0 = TLanes.LoadBroadcast(bias + 1),
                    g0 = TLanes.LoadBroadcast(bias + 2), o0 = TLanes.LoadBroadcast(bias + 3);
                TLanes i1 = i0, f1 = f0, g1 = g0, o1 = o0;
                T* row = inputs + column;
                int rows = inputRows;
                for (int part = 0; part < 2; part++)
                {
                    for (; rows > 0; rows--, row += block, w += LstmShape.Gates)
                    {
                        TLanes x0 = TLanes.Load(row), x1 = TLanes.Load(row + width);
                        TLanes wi = TLanes.LoadBroadcast(w), wf = TLanes.LoadBroadcast(w + 1),
                            wg = TLanes.LoadBroadcast(w + 2), wo = TLanes.LoadBroadcast(w + 3);
                        TLanes.AddProduct(ref i0, wi, x0);
                        TLanes.AddProduct(ref i1, wi, x1);
                        TLanes.AddProduct(ref f0, wf, x0);
                        TLanes.AddProduct(ref f1, wf, x1);
                        TLanes.AddProduct(ref g0, wg, x0);
                        TLanes.AddProduct(ref g1, wg, x1);
                        TLanes.AddProduct(ref o0, wo, x0);
                        TLanes.AddProduct(ref o1, wo, x1);
                    }
                    row = hiddenIn + column;
                    rows = hidden;
                }
                TLanes.Store(i0, gate);
                TLanes.Store(i1, gate + width);
                TLanes.Store(f0, gate + block);
                TLanes.Store(f1, gate + block + width);
                TLanes.Store(g0, gate + 2 * block);
                TLanes.Store(g1, gate + 2 * block + width);
                TLanes.Store(o0, gate + 3 * block);
                TLanes.Store(o1, gate + 3 * block + width);
            }
            bias -= LstmShape.Gates * hidden;
        }
    }

    /// <summary>
    /// The new state from the gates' sums, which the activated gates replace; two divisions for five activations.
    /// Overwrites the outputs; <paramref name="cellOut"/> may be <paramref name="cellIn"/>.
    /// </summary>
    /// <param name="gates">(unit, gate, BlockSize): sums on entry, σ(i), σ(f), tanh(g), σ(o) on return.</param>
    /// <param name="cellIn">(hidden, BlockSize): c of the step before.</param>
    /// <param name="hidden">Hidden size.</param>
    /// <param name="hiddenOut">(hidden, BlockSize): new h.</param>
    /// <param name="cellOut">(hidden, BlockSize): new c.</param>
    /// <param name="tanhCell">(hidden, BlockSize): tanh of the new c.</param>
    public static void Activate(T* gates, T* cellIn, int hidden, T* hiddenOut, T* cellOut, T* tanhCell)
    {
        NewCell(gates, cellIn, hidden, cellOut);
        NewHidden(gates, cellOut, hidden, hiddenOut, tanhCell);
    }

    // Two methods, not one: together they exceed the number of calls that the compiler inlines into a method.

    /// <summary>c' = σ(f)c + σ(i)tanh(g).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void NewCell(T* gates, T* cellIn, int hidden, T* cellOut)
    {
        const int block = LstmShape.BlockSize;
        TLanes one = TLanes.Broadcast(T.One);
        for (int unit = 0; unit < hidden; unit++, gates += LstmShape.Gates * block, cellIn += block, cellOut += block)
            for (int column = 0; column < block; column += TLanes.Width)
            {
                T* gate = gates + column;
                TLanes iDenominator = LstmActivations<TLanes, T>.LogisticDenominator(TLanes.Load(gate));
                TLanes fDenominator = LstmActivations<TLanes, T>.LogisticDenominator(TLanes.Load(gate + block));
                TLanes gNumerator = LstmActivations<TLanes, T>.TanhFraction(TLanes.Load(gate + 2 * block), out TLanes gDenominator);
                TLanes fg = fDenominator * gDenominator;
                TLanes reciprocal = one / (iDenominator * fg);
                TLanes rest = reciprocal * iDenominator;
                TLanes i = reciprocal * fg, f = rest * gDenominator, g = gNumerator * (rest * fDenominator);
                TLanes.Store(i, gate);
                TLanes.Store(f, gate + block);
                TLanes.Store(g, gate + 2 * block);
                TLanes.Store(TLanes.MultiplyAdd(f, TLanes.Load(cellIn + column), i * g), cellOut + column);
            }
    }

    /// <summary>h' = σ(o)tanh(c').</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void NewHidden(T* gates, T* cell, int hidden, T* hiddenOut, T* tanhCell)
    {
        const int block = LstmShape.BlockSize;
        TLanes one = TLanes.Broadcast(T.One);
        gates += 3 * block;
        for (int unit = 0; unit < hidden; unit++, gates += LstmShape.Gates * block, cell += block, hiddenOut += block, tanhCell += block)
            for (int column = 0; column < block; column += TLanes.Width)
            {
                TLanes oDenominator = LstmActivations<TLanes, T>.LogisticDenominator(TLanes.Load(gates + column));
                TLanes numerator = LstmActivations<TLanes, T>.TanhFraction(TLanes.Load(cell + column), out TLanes denominator);
                TLanes reciprocal = one / (oDenominator * denominator);
                TLanes o = reciprocal * denominator, tanh = numerator * (reciprocal * oDenominator);
                TLanes.Store(o, gates + column);
                TLanes.Store(tanh, tanhCell + column);
                TLanes.Store(o * tanh, hiddenOut + column);
            }
    }

    /// <summary>update = W_out h + b_out for a block. Overwrites <paramref name="update"/>.</summary>
    /// <param name="output">(hidden) weights, then the bias.</param>
    /// <param name="hiddenState">(hidden, BlockSize).</param>
    /// <param name="hidden">Hidden size.</param>
    /// <param name="update">(BlockSize).</param>
    public static void Output(T* output, T* hiddenState, int hidden, T* update)
    {
        for (int column = 0; column < LstmShape.BlockSize; column += TLanes.Width)
        {
            TLanes sum = TLanes.LoadBroadcast(output + hidden);
            for (int unit = 0; unit < hidden; unit++)
                TLanes.AddProduct(ref sum, TLanes.LoadBroadcast(output + unit),
                    TLanes.Load(hiddenState + unit * LstmShape.BlockSize + column));
            TLanes.Store(sum, update + column);
        }
    }
}
