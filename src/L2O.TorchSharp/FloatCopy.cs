using System.Runtime.InteropServices;
using L2O.Kernels;
using TorchSharp;

namespace L2O.TorchSharp;

/// <summary>A tensor's values as contiguous floats in main memory, for tensors that are not.</summary>
internal sealed class FloatCopy : IDisposable
{
    private readonly torch.Tensor _values;

    /// <param name="shape">As the tensor's.</param>
    public FloatCopy(ReadOnlySpan<long> shape)
    {
        _values = torch.empty(shape, torch.ScalarType.Float32, torch.CPU).DetachFromDisposeScope();
        Address = ForeignMemory.AddressOf(MemoryMarshal.Cast<byte, float>(_values.bytes));
    }

    /// <summary>Where the floats lie.</summary>
    public nint Address { get; }

    /// <summary>Copies a tensor of that shape, whatever its type, strides and device.</summary>
    public void Read(torch.Tensor source)
    {
        using (torch.no_grad())
            _values.copy_(source);
    }

    /// <summary>Copies the floats to a tensor of that shape, rounded to its type.</summary>
    public void Write(torch.Tensor target)
    {
        using (torch.no_grad())
            target.copy_(_values);
    }

    /// <inheritdoc/>
    public void Dispose() => _values.Dispose();
}
