using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Factored;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Celo2;

/// <summary>
/// The small network for one or two registers of coordinates: features, two layers of eight rectified units, the first output. All of it
/// stays in registers. Each sum goes over its inputs in the same order, so the bits are the same at every width.
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal static unsafe class Celo2Layers<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Units = Celo2Features.Hidden;
    private const int Outputs = Celo2Features.Outputs;

    /// <summary>
    /// Registers that are computed together: with 32 of them two, which share the loads of weights; with 16 the sums would not fit.
    /// </summary>
    public static int Together
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.Width * sizeof(T) == 64 ? 2 : 1;
    }

    /// <summary>Outputs of two registers.</summary>
    /// <param name="matrix">What they belong to.</param>
    /// <param name="registers">Which they are.</param>
    /// <param name="units">Memory for two registers for each unit.</param>
    /// <param name="ones">A register of ones.</param>
    /// <param name="squares">Their squares are added.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Both(in FactoredMatrix<T> matrix, MatrixRegister<T>* registers, T* units, T* ones, ref TLanes squares)
    {
        MatrixRegister<T> left = registers[0], right = registers[1];
        TLanes a0 = Start(left, 0), a1 = Start(left, 1), a2 = Start(left, 2), a3 = Start(left, 3);
        TLanes a4 = Start(left, 4), a5 = Start(left, 5), a6 = Start(left, 6), a7 = Start(left, 7);
        TLanes b0 = Start(right, 0), b1 = Start(right, 1), b2 = Start(right, 2), b3 = Start(right, 3);
        TLanes b4 = Start(right, 4), b5 = Start(right, 5), b6 = Start(right, 6), b7 = Start(right, 7);
        TLanes r = TLanes.LoadFirst(matrix.NextSquare + left.Start, left.Count), g = Gradient(matrix, left);
        TLanes s = TLanes.LoadFirst(matrix.NextSquare + right.Start, right.Count), h = Gradient(matrix, right);
        TLanes inverse = InverseRoot(r), other = InverseRoot(s);
        T* w = matrix.Weights, momentum = matrix.NextMomentum, row = left.Row, column = left.Column;
        nint rows = (nint)(right.Row - row), columns = (nint)(right.Column - column);
        Add(w, g, h, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7,
            ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        Add(w + Units, Small(g), Small(h), ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7,
            ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        TLanes p = TLanes.LoadFirst(matrix.Theta + left.Start, left.Count), q = TLanes.LoadFirst(matrix.Theta + right.Start, right.Count);
        Add(w + 2 * Units, p, q,
            ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        Add(w + 3 * Units, r, s, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7,
            ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        Add(w + 4 * Units, inverse, other, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7,
            ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        Add(w + 5 * Units, g * inverse, h * other, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7,
            ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        w += FeatureTable.OfAllDecays * Units;
        for (T* end = w + FeatureTable.Decays * FeatureTable.OfDecay * Units; w < end; w += FeatureTable.OfDecay * Units)
        {
            TLanes x = TLanes.LoadFirst(momentum + left.Start, left.Count), y = TLanes.LoadFirst(momentum + right.Start, right.Count);
            Add(w, x, y, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7,
                ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            Add(w + Units, x * inverse, y * other, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7,
                ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            TLanes e = TLanes.LoadBroadcast(row) * TLanes.Load(column);
            TLanes f = TLanes.LoadBroadcast(row + rows) * TLanes.Load(column + columns);
            Add(w + 2 * Units, g * e, h * f, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7,
                ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            Add(w + 3 * Units, x * e, y * f, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7,
                ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            momentum += matrix.Count;
            row += FeatureTable.Partials<T>();
            column += FeatureTable.Partials<T>();
        }
        Store(units, 0, a0, b0);
        Store(units, 1, a1, b1);
        Store(units, 2, a2, b2);
        Store(units, 3, a3, b3);
        Store(units, 4, a4, b4);
        Store(units, 5, a5, b5);
        Store(units, 6, a6, b6);
        Store(units, 7, a7, b7);
        SecondOfBoth(matrix, registers, units, ones, ref squares);
    }

    // A method of its own: in one the compiler's budget for inlining would not reach to the end.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SecondOfBoth(in FactoredMatrix<T> matrix, MatrixRegister<T>* registers, T* units, T* ones, ref TLanes squares)
    {
        Load(units, 0, out TLanes a0, out TLanes b0);
        Load(units, 1, out TLanes a1, out TLanes b1);
        Load(units, 2, out TLanes a2, out TLanes b2);
        Load(units, 3, out TLanes a3, out TLanes b3);
        Load(units, 4, out TLanes a4, out TLanes b4);
        Load(units, 5, out TLanes a5, out TLanes b5);
        Load(units, 6, out TLanes a6, out TLanes b6);
        Load(units, 7, out TLanes a7, out TLanes b7);
        TLanes zero = TLanes.Broadcast(T.Zero);
        T* second = matrix.Hidden, output = second + (Units + 1) * Units;
        TLanes u = TLanes.LoadBroadcast(output + Units * Outputs), v = u;
        for (T* end = second + Units; second < end; second++, output += Outputs)
        {
            TLanes c = TLanes.LoadBroadcast(second + Units * Units), d = c;
            Add(second, a0, b0, ref c, ref d);
            Add(second + Units, a1, b1, ref c, ref d);
            Add(second + 2 * Units, a2, b2, ref c, ref d);
            Add(second + 3 * Units, a3, b3, ref c, ref d);
            Add(second + 4 * Units, a4, b4, ref c, ref d);
            Add(second + 5 * Units, a5, b5, ref c, ref d);
            Add(second + 6 * Units, a6, b6, ref c, ref d);
            Add(second + 7 * Units, a7, b7, ref c, ref d);
            Add(output, TLanes.Max(zero, c), TLanes.Max(zero, d), ref u, ref v);
        }
        Finish(u, matrix.Update + registers[0].Start, registers[0].Count, ones, ref squares);
        Finish(v, matrix.Update + registers[1].Start, registers[1].Count, ones, ref squares);
    }

    /// <summary>The same for one register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void One(in FactoredMatrix<T> matrix, MatrixRegister<T>* registers, T* ones, ref TLanes squares)
    {
        MatrixRegister<T> own = registers[0];
        TLanes a0 = Start(own, 0), a1 = Start(own, 1), a2 = Start(own, 2), a3 = Start(own, 3);
        TLanes a4 = Start(own, 4), a5 = Start(own, 5), a6 = Start(own, 6), a7 = Start(own, 7);
        TLanes r = TLanes.LoadFirst(matrix.NextSquare + own.Start, own.Count), g = Gradient(matrix, own), inverse = InverseRoot(r);
        T* w = matrix.Weights, momentum = matrix.NextMomentum, row = own.Row, column = own.Column;
        Add(w, g, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
        Add(w + Units, Small(g), ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
        TLanes p = TLanes.LoadFirst(matrix.Theta + own.Start, own.Count);
        Add(w + 2 * Units, p, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
        Add(w + 3 * Units, r, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
        Add(w + 4 * Units, inverse, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
        Add(w + 5 * Units, g * inverse, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
        w += FeatureTable.OfAllDecays * Units;
        for (T* end = w + FeatureTable.Decays * FeatureTable.OfDecay * Units; w < end; w += FeatureTable.OfDecay * Units)
        {
            TLanes x = TLanes.LoadFirst(momentum + own.Start, own.Count), e = TLanes.LoadBroadcast(row) * TLanes.Load(column);
            Add(w, x, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
            Add(w + Units, x * inverse, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
            Add(w + 2 * Units, g * e, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
            Add(w + 3 * Units, x * e, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
            momentum += matrix.Count;
            row += FeatureTable.Partials<T>();
            column += FeatureTable.Partials<T>();
        }
        TLanes zero = TLanes.Broadcast(T.Zero);
        (a0, a1, a2, a3) = (TLanes.Max(zero, a0), TLanes.Max(zero, a1), TLanes.Max(zero, a2), TLanes.Max(zero, a3));
        (a4, a5, a6, a7) = (TLanes.Max(zero, a4), TLanes.Max(zero, a5), TLanes.Max(zero, a6), TLanes.Max(zero, a7));
        T* second = matrix.Hidden, output = second + (Units + 1) * Units;
        TLanes u = TLanes.LoadBroadcast(output + Units * Outputs);
        for (T* end = second + Units; second < end; second++, output += Outputs)
        {
            TLanes c = TLanes.LoadBroadcast(second + Units * Units);
            TLanes.AddProduct(ref c, TLanes.LoadBroadcast(second), a0);
            TLanes.AddProduct(ref c, TLanes.LoadBroadcast(second + Units), a1);
            TLanes.AddProduct(ref c, TLanes.LoadBroadcast(second + 2 * Units), a2);
            TLanes.AddProduct(ref c, TLanes.LoadBroadcast(second + 3 * Units), a3);
            TLanes.AddProduct(ref c, TLanes.LoadBroadcast(second + 4 * Units), a4);
            TLanes.AddProduct(ref c, TLanes.LoadBroadcast(second + 5 * Units), a5);
            TLanes.AddProduct(ref c, TLanes.LoadBroadcast(second + 6 * Units), a6);
            TLanes.AddProduct(ref c, TLanes.LoadBroadcast(second + 7 * Units), a7);
            TLanes.AddProduct(ref u, TLanes.LoadBroadcast(output), TLanes.Max(zero, c));
        }
        Finish(u, matrix.Update + own.Start, own.Count, ones, ref squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* units, int unit, TLanes first, TLanes second)
    {
        TLanes zero = TLanes.Broadcast(T.Zero);
        TLanes.Store(TLanes.Max(zero, first), units + 2 * unit * TLanes.Width);
        TLanes.Store(TLanes.Max(zero, second), units + (2 * unit + 1) * TLanes.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(T* units, int unit, out TLanes first, out TLanes second)
    {
        first = TLanes.Load(units + 2 * unit * TLanes.Width);
        second = TLanes.Load(units + (2 * unit + 1) * TLanes.Width);
    }

    /// <summary>Where a unit's sum begins: with what row and columns add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Start(in MatrixRegister<T> register, int unit)
    {
        int at = (FeatureTable.Decays + unit) * FeatureTable.Partials<T>();
        return TLanes.LoadBroadcast(register.Row + at) + TLanes.Load(register.Column + at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Gradient(in FactoredMatrix<T> matrix, in MatrixRegister<T> register) =>
        FeatureLanes<TLanes, T>.Coarse(FeatureLanes<TLanes, T>.Bounded(
            TLanes.LoadFirst(matrix.Gradient + register.Start, register.Count), Celo2Features.Bound));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Small(TLanes gradient) => FeatureLanes<TLanes, T>.Bounded(gradient, FeatureTable.SmallBound);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes InverseRoot(TLanes square) =>
        FeatureLanes<TLanes, T>.Constant(1) / TLanes.Sqrt(square + FeatureLanes<TLanes, T>.Constant(Celo2Features.RootEpsilon));

    /// <summary>Adds a feature to the sums of all units, for two registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(T* weights, TLanes x, TLanes y, ref TLanes a0, ref TLanes a1, ref TLanes a2, ref TLanes a3, ref TLanes a4,
        ref TLanes a5, ref TLanes a6, ref TLanes a7, ref TLanes b0, ref TLanes b1, ref TLanes b2, ref TLanes b3, ref TLanes b4,
        ref TLanes b5, ref TLanes b6, ref TLanes b7)
    {
        TLanes w = TLanes.LoadBroadcast(weights);
        TLanes.AddProduct(ref a0, w, x);
        TLanes.AddProduct(ref b0, w, y);
        w = TLanes.LoadBroadcast(weights + 1);
        TLanes.AddProduct(ref a1, w, x);
        TLanes.AddProduct(ref b1, w, y);
        w = TLanes.LoadBroadcast(weights + 2);
        TLanes.AddProduct(ref a2, w, x);
        TLanes.AddProduct(ref b2, w, y);
        w = TLanes.LoadBroadcast(weights + 3);
        TLanes.AddProduct(ref a3, w, x);
        TLanes.AddProduct(ref b3, w, y);
        w = TLanes.LoadBroadcast(weights + 4);
        TLanes.AddProduct(ref a4, w, x);
        TLanes.AddProduct(ref b4, w, y);
        w = TLanes.LoadBroadcast(weights + 5);
        TLanes.AddProduct(ref a5, w, x);
        TLanes.AddProduct(ref b5, w, y);
        w = TLanes.LoadBroadcast(weights + 6);
        TLanes.AddProduct(ref a6, w, x);
        TLanes.AddProduct(ref b6, w, y);
        w = TLanes.LoadBroadcast(weights + 7);
        TLanes.AddProduct(ref a7, w, x);
        TLanes.AddProduct(ref b7, w, y);
    }

    /// <summary>The same for one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(T* weights, TLanes x, ref TLanes a0, ref TLanes a1, ref TLanes a2, ref TLanes a3, ref TLanes a4,
        ref TLanes a5, ref TLanes a6, ref TLanes a7)
    {
        TLanes.AddProduct(ref a0, TLanes.LoadBroadcast(weights), x);
        TLanes.AddProduct(ref a1, TLanes.LoadBroadcast(weights + 1), x);
        TLanes.AddProduct(ref a2, TLanes.LoadBroadcast(weights + 2), x);
        TLanes.AddProduct(ref a3, TLanes.LoadBroadcast(weights + 3), x);
        TLanes.AddProduct(ref a4, TLanes.LoadBroadcast(weights + 4), x);
        TLanes.AddProduct(ref a5, TLanes.LoadBroadcast(weights + 5), x);
        TLanes.AddProduct(ref a6, TLanes.LoadBroadcast(weights + 6), x);
        TLanes.AddProduct(ref a7, TLanes.LoadBroadcast(weights + 7), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(T* weight, TLanes x, TLanes y, ref TLanes first, ref TLanes second)
    {
        TLanes w = TLanes.LoadBroadcast(weight);
        TLanes.AddProduct(ref first, w, x);
        TLanes.AddProduct(ref second, w, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TLanes output, T* update, int count, T* ones, ref TLanes squares)
    {
        if (count < TLanes.Width)
            output *= TLanes.LoadFirst(ones, count);
        FeatureLanes<TLanes, T>.Store(output, update, count);
        TLanes.AddProduct(ref squares, output, output);
    }
}
