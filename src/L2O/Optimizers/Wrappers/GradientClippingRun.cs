using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;

namespace L2O.Optimizers.Wrappers;

/// <summary>A run of <see cref="GradientClipping{T}"/>: the inner run, and the clipped gradient.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class GradientClippingRun<T> : WrapperRun<T>, ITensorMemory<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly GradientClipping<T> _settings;
    private readonly AlignedBuffer<T> _gradient; // (n)
    private readonly bool[] _has; // (tensor) of the step under way

    public GradientClippingRun(GradientClipping<T> settings, ParameterLayout layout, RunContext? context)
        : base(settings, settings.Inner, layout, context)
    {
        _settings = settings;
        _gradient = new AlignedBuffer<T>(layout.Count);
        _has = new bool[layout.Slots.Length];
    }

    int ITensorMemory<T>.Count => _has.Length;

    Span<T> ITensorMemory<T>.this[int tensor] => _has[tensor] ? Layout.Slots[tensor].Of(_gradient.Span) : default;

    protected override void ComputeUpdate(in StepInput<T> step, TensorSpans<T> update, bool advance)
    {
        double square = 0;
        for (int k = 0; k < _has.Length; k++)
        {
            _has[k] = step.Gradient.Has(k);
            if (!_has[k])
                continue;
            Span<T> clipped = Layout.Slots[k].Of(_gradient.Span);
            step.Gradient[k].CopyTo(clipped);
            if (_settings.Value is { } value)
                TensorPrimitives.Clamp(clipped, T.CreateChecked(-value), T.CreateChecked(value), clipped);
            if (_settings.Norm is not null)
                square += DoubleSums.InnerProduct<T>(clipped, clipped);
        }
        double norm = Math.Sqrt(square);
        if (_settings.Norm is { } longest && norm > longest && double.IsFinite(norm))
            TensorPrimitives.Multiply(_gradient.Span, T.CreateChecked(longest / norm), _gradient.Span);
        ReadOnlyTensorSpans<T> gradient = step.Gradient.IsFlat || Array.TrueForAll(_has, static has => has)
            ? new ReadOnlyTensorSpans<T>(Layout, _gradient.Span) : new ReadOnlyTensorSpans<T>(Layout, this);
        ComputeInner(step.With(gradient), update, advance);
    }
}
