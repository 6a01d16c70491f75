using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Factored;

/// <summary>
/// One matrix as the kernels of a step see it: its lines (rows and columns) have what is the same along them computed before. Channels of
/// the momentum are <see cref="Count"/> numbers apart.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe struct FactoredMatrix<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int AheadBytes = 512;
    private const int LeastBytes = 1 << 17; // of a channel: smaller ones are in a cache that needs no asking

    /// <summary>What the network reads.</summary>
    public FeatureForm Form;

    /// <summary>How fast running means follow.</summary>
    public FeatureRates Rates;

    public int Rows;
    public int Columns;
    public int PaddedColumns;

    /// <summary>Rows that one item of parallel work takes; depends on the shape alone.</summary>
    public int RowsPerItem;

    /// <summary>Numbers in a channel of the momentum.</summary>
    public nint Count;

    public T* Theta; // (row, column)
    public T* Gradient; // (row, column)
    public T* Update; // (row, column): the network's output

    /// <summary>Where the update is added at once; null where it is written to <see cref="Update"/>.</summary>
    public T* Target;

    public T* Momentum; // (decay, row, column)
    public T* Square; // (row, column)

    /// <summary>Where the next momentum goes, also the present one's place.</summary>
    public T* NextMomentum;

    /// <summary>Where the next square goes, likewise.</summary>
    public T* NextSquare;

    /// <summary>The first of the momentum's factors among a line's values: 0 where they are those of the gradient.</summary>
    public int MomentumFactors;

    public T* RowSums; // (row): Σ g² over the columns
    public T* ColumnSums; // (item, column): Σ g² over the item's rows

    /// <summary>The rows' factors and what their features add to the first layer: see <see cref="FeatureForm.LineMemory"/>.</summary>
    public T* RowValues;

    /// <summary>The columns' factors, and what their features and the bias add.</summary>
    public T* ColumnValues;

    /// <summary>The first layer for the features of coordinates, their scales included (feature, hidden unit).</summary>
    public T* Weights;

    /// <summary>The second layer (input, hidden unit), its bias, the weights of the output and its bias.</summary>
    public T* Hidden;

    public double* Sums; // (item, feature): Σ feature²
    public double* OutputSums; // (item): Σ output²

    public readonly int Items => (Rows + RowsPerItem - 1) / RowsPerItem;

    private readonly bool IsFar => Count * sizeof(T) >= LeastBytes;

    /// <summary>Asks memory for all that a pass reads some registers after a coordinate, where the state is large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void FetchAhead(nint coordinate)
    {
        if (!IsFar)
            return;
        FetchGradientsAhead(coordinate);
        coordinate += AheadBytes / sizeof(T);
        Ahead.Fetch(Theta + coordinate);
        Ahead.Fetch(NextSquare + coordinate);
    }

    /// <summary>The same for gradients and their means.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void FetchGradientsAhead(nint coordinate)
    {
        if (!IsFar)
            return;
        coordinate += AheadBytes / sizeof(T);
        Ahead.Fetch(Gradient + coordinate);
        Ahead.Fetch(NextMomentum + coordinate);
        Ahead.Fetch(NextMomentum + Count + coordinate);
        Ahead.Fetch(NextMomentum + 2 * Count + coordinate);
    }
}
