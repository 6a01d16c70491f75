using System.Runtime.InteropServices;
using L2O.Kernels;
using TorchSharp;

namespace L2O.TorchSharp;

/// <summary>Contiguous floats in main memory, which hold one tensor at a time; as many as the largest that it has held.</summary>
internal sealed class FloatBuffer : IDisposable
{
    private torch.Tensor? _values;

    /// <summary>Floats that it has.</summary>
    public int Length { get; private set; }

    /// <summary>Where they lie.</summary>
    public nint Address { get; private set; }

    /// <summary>Makes room for that many floats and gives them; what was there may be gone.</summary>
    public Span<float> Reserve(int count)
    {
        if (_values is null || Length < count)
        {
            _values?.Dispose();
            _values = torch.empty([count], torch.ScalarType.Float32, torch.CPU).DetachFromDisposeScope();
            (Address, Length) = (ForeignMemory.AddressOf(MemoryMarshal.Cast<byte, float>(_values.bytes)), count);
        }
        return ForeignMemory.At<float>(Address, count);
    }

    /// <summary>Copies a tensor to the floats, whatever its type, strides and device.</summary>
    /// <param name="source">The tensor.</param>
    /// <param name="shape">Its sizes.</param>
    /// <param name="count">Its values.</param>
    public void Read(torch.Tensor source, long[] shape, int count)
    {
        Reserve(count);
        using var gradients = torch.no_grad();
        using torch.Tensor view = View(shape, count);
        view.copy_(source);
    }

    /// <summary>Copies the floats that were read or reserved last to a tensor, rounded to its type.</summary>
    /// <param name="target">The tensor.</param>
    /// <param name="shape">Its sizes.</param>
    /// <param name="count">Its values.</param>
    public void Write(torch.Tensor target, long[] shape, int count)
    {
        using var gradients = torch.no_grad();
        using torch.Tensor view = View(shape, count);
        target.copy_(view);
    }

    private torch.Tensor View(long[] shape, int count)
    {
        using torch.Tensor part = _values!.narrow(0, 0, count);
        return part.view(shape);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _values?.Dispose();
        (_values, Length) = (null, 0);
    }
}
