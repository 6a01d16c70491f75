using System.Numerics;
using L2O.Kernels.Lanes;
using L2O.Numerics;

namespace L2O.Kernels.Products;

/// <summary>
/// Matrix products on the given lanes and threads. Owns the scratch memory for rearranged columns of B, which grows to the
/// largest product seen; after that, products allocate nothing. Serves one caller at a time.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class Gemm<T>(Compute compute) : IParallelWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Longest part of a sum that is done in one go, so that a panel of B stays in the second-level cache.</summary>
    private const int DepthBlock = 1024;

    // Less arithmetic, or less copying, than this is not worth handing to another thread. 4 million operations take 30 µs:
    // a second thread saved nothing measurable there, and on a busy machine it came late by half a millisecond.
    private const long FlopsPerItem = 5_000_000;
    private const long CopiesPerItem = 20_000;

    private AlignedBuffer<T> _packed = new(0);
    private GemmItem<T> _item;

    /// <summary>Allocates what a product of that shape will need, so that the product itself allocates nothing.</summary>
    public void Reserve(GemmShape shape)
    {
        int length = PackedLength(shape);
        if (_packed.Length < length)
            _packed = new AlignedBuffer<T>(length);
    }

    /// <summary>C = A·B, or C += A·B.</summary>
    /// <param name="shape">Sizes and storage.</param>
    /// <param name="left">A, stored as the shape says.</param>
    /// <param name="right">B, stored as the shape says.</param>
    /// <param name="product">C (row, column).</param>
    /// <exception cref="ArgumentException">A matrix's length is not the product of its sizes.</exception>
    public void Multiply(GemmShape shape, ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> product)
    {
        CheckLength(left.Length, shape.Rows, shape.Depth, nameof(left));
        CheckLength(right.Length, shape.Depth, shape.Columns, nameof(right));
        CheckLength(product.Length, shape.Rows, shape.Columns, nameof(product));
        if (shape.Depth == 0 && !shape.Accumulate)
            product.Clear();
        (int panels, int inPlace) = Panels(shape);
        int packedLength = PackedLength(shape);
        Reserve(shape);
        fixed (T* a = left, b = right, c = product, packed = _packed.Span)
        {
            for (int start = 0; start < shape.Depth; start += DepthBlock)
            {
                int depth = Math.Min(DepthBlock, shape.Depth - start);
                _item = new GemmItem<T>(shape, a, b, c, packed)
                {
                    DepthStart = start,
                    Depth = depth,
                    Panels = panels,
                    InPlacePanels = inPlace
                };
                Pack(panels - inPlace, packedLength);
                MultiplyPanels(panels, 2L * shape.Rows * shape.Columns * depth);
            }
        }
    }

    /// <inheritdoc/>
    public void Execute(int item, int worker)
    {
        GemmItem<T> kernel = _item;
        kernel.Index = item;
        LaneDispatch.Run<GemmItem<T>, T>(compute.Lanes, ref kernel);
    }

    // Rows of B that are contiguous are read in place, except for those of the last, incomplete panel.
    private (int All, int InPlace) Panels(GemmShape shape)
    {
        int columns = GemmItem<T>.PanelColumns(compute.Lanes);
        return ((shape.Columns + columns - 1) / columns, shape.RightTransposed ? 0 : shape.Columns / columns);
    }

    private int PackedLength(GemmShape shape)
    {
        (int panels, int inPlace) = Panels(shape);
        return (panels - inPlace) * GemmItem<T>.PanelColumns(compute.Lanes) * Math.Min(shape.Depth, DepthBlock);
    }

    private void Pack(int panels, long copies)
    {
        if (panels == 0)
            return;
        int groups = (int)Math.Min(Math.Min(panels, compute.Threads), 1 + copies / CopiesPerItem);
        _item.IsPacking = true;
        _item.PanelsPerItem = (panels + groups - 1) / groups;
        compute.ForEach(this, groups);
        _item.IsPacking = false;
    }

    private void MultiplyPanels(int panels, long flops)
    {
        // Twice as many items as threads: a thread that starts late takes fewer of them.
        int items = compute.Threads == 1 ? 1 : (int)Math.Min(2L * compute.Threads, 1 + flops / FlopsPerItem);
        int panelGroups = Math.Min(panels, items);
        int rowTiles = (_item.Shape.Rows + GemmItem<T>.RowGranularity - 1) / GemmItem<T>.RowGranularity;
        int rowGroups = Math.Min(rowTiles, (items + panelGroups - 1) / panelGroups);
        _item.PanelsPerItem = (panels + panelGroups - 1) / panelGroups;
        _item.RowsPerItem = (rowTiles + rowGroups - 1) / rowGroups * GemmItem<T>.RowGranularity;
        _item.PanelGroups = panelGroups;
        compute.ForEach(this, panelGroups * rowGroups);
    }

    private static void CheckLength(int length, int rows, int columns, string name)
    {
        if (length != (long)rows * columns)
            throw new ArgumentException($"a matrix of {length} values; expected {rows} x {columns}", name);
    }
}
