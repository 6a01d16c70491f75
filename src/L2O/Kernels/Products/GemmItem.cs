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

    private const int PackStretch = 64;

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
        // Stretch by stretch, so that the lines of the panel that one column fills are there for the next.
        for (int start = 0; start < Depth; start += PackStretch)
            for (int column = 0; column < columns; column++)
            {
                T* source = right + (nint)(firstColumn + column) * Shape.Depth + DepthStart;
                T* destination = target + start * panelColumns + column;
                int end = Math.Min(Depth, start + PackStretch);
                for (int k = start; k < end; k++, destination += panelColumns)
                    *destination = source[k];
            }
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
                columns, firstRow, endRow, product + firstColumn);
    }

    private readonly void MultiplyStrip<TLanes>(GemmTileSource<T> source, int columns, int firstRow, int endRow, T* c)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        bool narrow = columns <= TLanes.Width;
        for (int row = firstRow; row < endRow;)
        {
            int tileRows = narrow ? GemmTile<TLanes, T>.MaxRows : GemmTile<TLanes, T>.Rows(endRow - row);
            AddTile<TLanes>(source.Down(row), tileRows, Math.Min(endRow - row, tileRows), columns, c + (nint)row * Shape.Columns);
            row += tileRows;
        }
    }

    /// <summary>Adds one tile's product to C: in place where the tile is whole, through a buffer where C ends inside it.</summary>
    private readonly void AddTile<TLanes>(in GemmTileSource<T> source, int tileRows, int rows, int columns, T* c)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int panelColumns = 2 * TLanes.Width;
        if (rows == tileRows && columns == panelColumns)
        {
            GemmTile<TLanes, T>.Add(source, tileRows, rows, c, Shape.Columns);
            return;
        }
        if (rows == tileRows && columns == TLanes.Width)
        {
            GemmTile<TLanes, T>.AddNarrow(source, rows, c, Shape.Columns);
            return;
        }
        T* buffer = stackalloc T[GemmTile<TLanes, T>.MaxRows * MaxPanelColumns];
        for (int row = 0; row < rows; row++)
            new ReadOnlySpan<T>(c + (nint)row * Shape.Columns, columns).CopyTo(new Span<T>(buffer + row * panelColumns, columns));
        if (columns <= TLanes.Width)
            GemmTile<TLanes, T>.AddNarrow(source, rows, buffer, panelColumns);
        else
            GemmTile<TLanes, T>.Add(source, tileRows, rows, buffer, panelColumns);
        for (int row = 0; row < rows; row++)
            new ReadOnlySpan<T>(buffer + row * panelColumns, columns).CopyTo(new Span<T>(c + (nint)row * Shape.Columns, columns));
    }
}
