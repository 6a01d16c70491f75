using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;

namespace L2O.Optimizers;

/// <summary>Arithmetic on tensors, as one vector where they lie in one.</summary>
internal static class TensorVectors
{
    /// <summary>theta = theta + update, for tensors with a gradient.</summary>
    public static void Add<T>(TensorSpans<T> theta, ReadOnlyTensorSpans<T> gradient, TensorSpans<T> update)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (theta.IsFlat && gradient.IsFlat && update.IsFlat)
        {
            TensorPrimitives.Add(theta.Flat, update.Flat, theta.Flat);
            return;
        }
        for (int k = 0; k < theta.Layout.Slots.Length; k++)
            if (gradient.Has(k))
                TensorPrimitives.Add(theta[k], update[k], theta[k]);
    }

    /// <summary>result = factor · values, for tensors with a gradient.</summary>
    public static void Multiply<T>(ReadOnlyTensorSpans<T> values, T factor, ReadOnlyTensorSpans<T> gradient, TensorSpans<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (values.IsFlat && gradient.IsFlat && result.IsFlat)
        {
            TensorPrimitives.Multiply(values.Flat, factor, result.Flat);
            return;
        }
        for (int k = 0; k < result.Layout.Slots.Length; k++)
            if (gradient.Has(k))
                TensorPrimitives.Multiply(values[k], factor, result[k]);
    }

    /// <summary>result = result + factor · values, for tensors with a gradient, each coordinate rounded once.</summary>
    public static void AddScaled<T>(ReadOnlyTensorSpans<T> values, T factor, ReadOnlyTensorSpans<T> gradient, TensorSpans<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (values.IsFlat && gradient.IsFlat && result.IsFlat)
        {
            TensorPrimitives.FusedMultiplyAdd(values.Flat, factor, result.Flat, result.Flat);
            return;
        }
        for (int k = 0; k < result.Layout.Slots.Length; k++)
            if (gradient.Has(k))
                TensorPrimitives.FusedMultiplyAdd(values[k], factor, result[k], result[k]);
    }

    /// <summary>Copies the tensors behind one another; those without values become zero.</summary>
    public static void Gather<T>(ReadOnlyTensorSpans<T> tensors, Span<T> flat) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int k = 0; k < tensors.Layout.Slots.Length; k++)
        {
            Span<T> own = tensors.Layout.Slots[k].Of(flat);
            if (tensors.Has(k))
                tensors[k].CopyTo(own);
            else
                own.Clear();
        }
    }

    /// <summary>Copies tensors that lie behind one another to where they belong.</summary>
    public static void Scatter<T>(ReadOnlySpan<T> flat, TensorSpans<T> tensors) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int k = 0; k < tensors.Layout.Slots.Length; k++)
            tensors.Layout.Slots[k].Of(flat).CopyTo(tensors[k]);
    }
}
