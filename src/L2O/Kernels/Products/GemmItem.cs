using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Products;

/// <summary>One thread's share of a product over one block of the depth: some panels (two registers of columns) by some rows.</summary>
internal unsafe struct GemmItem<T>(GemmShape shape, T* left, T* right, T* product, T* packed) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows are shared out in multiples of this.</summary>
    public const int RowGranularity = 8;

    private const int MaxPanelColumns = 32;

    /// <summary>Part of a panel that stays in the first-level cache while tile after tile goes over it: 16 kB.</summary>
    private const int Strip = 256;

    public readonly GemmShape Shape = shape;

    /// <summary>First summand of this block of the depth.</summary>
    public int DepthStart;

    /// <summary>Summands in this block.</summary>
    public int Depth;

    /// <summary>Panels of B.</summary>
    public int Panels;

    /// <summary>Panels that are read where they are; the ones behind them are packed.</summary>
    public int InPlacePanels;

    public int PanelsPerItem;
    public int PanelGroups;
    public int RowsPerItem;
    public int Index;
    public bool IsPacking;

    /// <summary>Columns of a panel: two registers.</summary>
    public static int PanelColumns(LaneWidth width) => width switch
    {
        LaneWidth.Bits512 => 128 / sizeof(T),
        LaneWidth.Bits256 => 64 / sizeof(T),
        LaneWidth.Bits128 => 32 / sizeof(T),
        _ => 2,
    };

    public readonly void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
    {
        if (IsPacking)
        {
            int first = InPlacePanels + Index * PanelsPerItem;
            for (int panel = first; panel < Math.Min(Panels, first + PanelsPerItem); panel++)
                Pack(panel, 2 * TLanes.Width);
            return;
        }
        int firstPanel = Index % PanelGroups * PanelsPerItem;
        int firstRow = Index / PanelGroups * RowsPerItem;
        for (int panel = firstPanel; panel < Math.Min(Panels, firstPanel + PanelsPerItem); panel++)
            MultiplyPanel<TLanes>(panel, firstRow, Math.Min(Shape.Rows, firstRow + RowsPerItem));
    }

    /// <summary>Copies a panel of B to (k, column), with zeros behind the last column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Pack(int panel, int panelColumns)
    {
        T* target = PackedPanel(panel, panelColumns);
        int firstColumn = panel * panelColumns;
        int columns = Math.Min(panelColumns, Shape.Columns - firstColumn);
        if (columns < panelColumns)
            new Span<T>(target, Depth * panelColumns).Clear();
        if (!Shape.RightTransposed)
        {
            T* source = right + (nint)DepthStart * Shape.Columns + firstColumn;
            for (int k = 0; k < Depth; k++)
                new ReadOnlySpan<T>(source + (nint)k * Shape.Columns, columns).CopyTo(new Span<T>(target + k * panelColumns, columns));
            return;
        }
        Transposition.Copy(right + (nint)firstColumn * Shape.Depth + DepthStart, Shape.Depth, columns, Depth, target, panelColumns);
    }

    private readonly T* PackedPanel(int panel, int panelColumns) => packed + (nint)(panel - InPlacePanels) * panelColumns * Depth;

    private readonly void MultiplyPanel<TLanes>(int panel, int firstRow, int endRow) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int panelColumns = 2 * TLanes.Width;
        int firstColumn = panel * panelColumns;
        bool inPlace = panel < InPlacePanels;
        T* panelStart = inPlace ? right + (nint)DepthStart * Shape.Columns + firstColumn : PackedPanel(panel, panelColumns);
        nint leftRowStride = Shape.LeftTransposed ? 1 : Shape.Depth;
        nint leftStride = Shape.LeftTransposed ? Shape.Rows : 1;
        nint rightStride = inPlace ? Shape.Columns : panelColumns;
        int columns = Math.Min(panelColumns, Shape.Columns - firstColumn);
        for (int start = 0; start < Depth; start += Strip)
            MultiplyStrip<TLanes>(
                new GemmTileSource<T>(
                    left + (DepthStart + start) * leftStride, leftRowStride, leftStride,
                        panelStart + start * rightStride, rightStride, Math.Min(Strip, Depth - start)),
                columns, firstRow, endRow, !Shape.Accumulate && DepthStart + start == 0, product + firstColumn);
    }

    private readonly void MultiplyStrip<TLanes>(GemmTileSource<T> source, int columns, int firstRow, int endRow, bool isFirst, T* c)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        bool narrow = columns <= TLanes.Width;
        for (int row = firstRow; row < endRow;)
        {
            int tileRows = narrow ? GemmTile<TLanes, T>.MaxRows : GemmTile<TLanes, T>.Rows(endRow - row);
            AddTile<TLanes>(source.Down(row), tileRows, Math.Min(endRow - row, tileRows), columns, isFirst,
                c + (nint)row * Shape.Columns);
            row += tileRows;
        }
    }

    /// <summary>Adds one tile's product to C: in place where the tile is whole, through a buffer where C ends inside it.</summary>
    private readonly void AddTile<TLanes>(in GemmTileSource<T> source, int tileRows, int rows, int columns, bool isFirst, T* c)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int panelColumns = 2 * TLanes.Width;
        bool narrow = columns <= TLanes.Width;
        if (rows == tileRows && columns == (narrow ? TLanes.Width : panelColumns))
        {
            Add<TLanes>(source, tileRows, rows, narrow, isFirst, c, Shape.Columns);
            return;
        }
        T* buffer = stackalloc T[GemmTile<TLanes, T>.MaxRows * MaxPanelColumns];
        int first = Math.Min(columns, TLanes.Width);
        for (int row = 0; row < rows && !isFirst; row++)
        {
            TLanes.Store(TLanes.LoadFirst(c + (nint)row * Shape.Columns, first), buffer + row * panelColumns);
            if (!narrow)
                TLanes.Store(TLanes.LoadFirst(c + (nint)row * Shape.Columns + first, columns - first), buffer + row * panelColumns + first);
        }
        Add<TLanes>(source, tileRows, rows, narrow, isFirst, buffer, panelColumns);
        for (int row = 0; row < rows; row++)
        {
            TLanes.StoreFirst(TLanes.Load(buffer + row * panelColumns), c + (nint)row * Shape.Columns, first);
            if (!narrow)
                TLanes.StoreFirst(TLanes.Load(buffer + row * panelColumns + first), c + (nint)row * Shape.Columns + first, columns - first);
        }
    }

    private static void Add<TLanes>(in GemmTileSource<T> source, int tileRows, int rows, bool narrow, bool isFirst, T* c, nint stride)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        if (narrow)
            GemmTile<TLanes, T>.AddNarrow(source, rows, isFirst, c, stride);
        else
            GemmTile<TLanes, T>.Add(source, tileRows, rows, isFirst, c, stride);
    }
}
