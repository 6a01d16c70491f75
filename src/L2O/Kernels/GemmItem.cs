using System.Numerics;
using System.Runtime.CompilerServices;

namespace L2O.Kernels;

/// <summary>One thread's share of a product over one block of the depth: some panels (two registers of columns) by some rows.</summary>
internal unsafe struct GemmItem<T>(GemmShape shape, T* left, T* right, T* product, T* packed) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows are shared out in multiples of this.</summary>
    public const int RowGranularity = 8;

    private const int MaxPanelColumns = 32;

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
        for (int column = 0; column < columns; column++)
        {
            T* source = right + (nint)(firstColumn + column) * Shape.Depth + DepthStart;
            T* destination = target + column;
            for (int k = 0; k < Depth; k++, destination += panelColumns)
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
        var source = new GemmTileSource<T>(left + DepthStart * leftStride, leftRowStride, leftStride, panelStart, inPlace ? Shape.Columns : panelColumns, Depth);
        int columns = Math.Min(panelColumns, Shape.Columns - firstColumn);
        for (int row = firstRow; row < endRow;)
        {
            int remaining = endRow - row;
            bool tall = GemmTile<TLanes, T>.HasTall && remaining > GemmTile<TLanes, T>.ShortRows;
            int tileRows = tall ? GemmTile<TLanes, T>.TallRows : GemmTile<TLanes, T>.ShortRows;
            AddTile<TLanes>(source.Down(row), tileRows, Math.Min(remaining, tileRows), columns, product + (nint)row * Shape.Columns + firstColumn);
            row += tileRows;
        }
    }

    /// <summary>Adds one tile's product to C: in place where the tile is whole, through a buffer where C ends inside it.</summary>
    private readonly void AddTile<TLanes>(in GemmTileSource<T> source, int tileRows, int rows, int columns, T* c) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int panelColumns = 2 * TLanes.Width;
        if (rows == tileRows && columns == panelColumns)
        {
            AddTile<TLanes>(source, tileRows, rows, c, Shape.Columns);
            return;
        }
        T* buffer = stackalloc T[GemmTile<TLanes, T>.TallRows * MaxPanelColumns];
        for (int row = 0; row < rows; row++)
            new ReadOnlySpan<T>(c + (nint)row * Shape.Columns, columns).CopyTo(new Span<T>(buffer + row * panelColumns, columns));
        AddTile<TLanes>(source, tileRows, rows, buffer, panelColumns);
        for (int row = 0; row < rows; row++)
            new ReadOnlySpan<T>(buffer + row * panelColumns, columns).CopyTo(new Span<T>(c + (nint)row * Shape.Columns, columns));
    }

    private static void AddTile<TLanes>(in GemmTileSource<T> source, int tileRows, int rows, T* c, nint stride) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        if (tileRows == GemmTile<TLanes, T>.TallRows)
            GemmTile<TLanes, T>.AddTall(source, rows, c, stride);
        else
            GemmTile<TLanes, T>.AddShort(source, rows, c, stride);
    }
}
