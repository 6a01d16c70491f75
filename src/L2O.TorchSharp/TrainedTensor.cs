using System.Runtime.InteropServices;
using L2O.Kernels;
using TorchSharp;
using TorchSharp.Modules;

namespace L2O.TorchSharp;

/// <summary>A parameter of a TorchSharp model, and the way to its numbers and its gradient's.</summary>
internal sealed class TrainedTensor
{
    private readonly long[] _shape;

    /// <summary>A parameter that is to be trained.</summary>
    /// <param name="name">Its name in the model.</param>
    /// <param name="parameter">Of any device; float, half or bfloat16.</param>
    /// <param name="group">Whose learning rate is its own.</param>
    /// <exception cref="ArgumentException">Its numbers are of another type.</exception>
    public TrainedTensor(string name, Parameter parameter, ParamGroup group)
    {
        (Name, Parameter, Group, _shape) = (name, parameter, group, parameter.shape);
        CheckType(parameter);
    }

    /// <summary>Its name in the model.</summary>
    public string Name { get; }

    /// <summary>The parameter, which is another object once the model has been moved.</summary>
    public Parameter Parameter { get; private set; }

    /// <summary>The group whose learning rate it has.</summary>
    public ParamGroup Group { get; }

    /// <summary>Its sizes.</summary>
    public int[] Shape => [.. _shape.Select(static size => checked((int)size))];

    /// <summary>Whether the parameter was disposed of, as moving a model does.</summary>
    public bool IsGone => Parameter.IsInvalid;

    /// <summary>Where a plain tensor's floats lie; 0 for one that has to be copied.</summary>
    public static nint AddressOf(torch.Tensor tensor) =>
        tensor.dtype == torch.ScalarType.Float32 && tensor.device_type == DeviceType.CPU && tensor.is_contiguous()
            ? ForeignMemory.AddressOf(MemoryMarshal.Cast<byte, float>(tensor.bytes)) : 0;

    /// <summary>Goes on with the object that the parameter has become.</summary>
    /// <exception cref="ArgumentException">It has another shape or type.</exception>
    public void Follow(Parameter moved)
    {
        if (!moved.shape.AsSpan().SequenceEqual(_shape))
            throw new ArgumentException($"parameter '{Name}' has the shape [{string.Join(", ", moved.shape)}]; expected "
                + $"[{string.Join(", ", _shape)}], as at the start");
        CheckType(moved);
        Parameter = moved;
    }

    /// <summary>Where the parameter's floats lie in this step; 0 where they have to be copied.</summary>
    /// <returns>True: a parameter is there.</returns>
    public bool FindTheta(out nint address)
    {
        address = AddressOf(Parameter);
        return true;
    }

    /// <summary>Where the gradient's floats lie in this step; 0 where they have to be copied.</summary>
    /// <returns>Whether there is a gradient.</returns>
    /// <exception cref="InvalidOperationException">It is sparse or complex.</exception>
    public bool FindGradient(out nint address)
    {
        using torch.Tensor? gradient = Parameter.grad;
        address = 0;
        if (gradient is null)
            return false;
        if (gradient.is_sparse)
            throw new InvalidOperationException($"the gradient of parameter '{Name}' is sparse; expected a dense one, as of an embedding "
                + "that is made with sparse: false");
        if (torch.is_complex(gradient))
            throw new InvalidOperationException($"the gradient of parameter '{Name}' is complex; expected real numbers");
        address = AddressOf(gradient);
        return true;
    }

    /// <summary>Copies the parameter to a buffer.</summary>
    public void CopyTheta(FloatBuffer buffer, int count) => buffer.Read(Parameter, _shape, count);

    /// <summary>Copies the gradient to a buffer; there is one.</summary>
    public void CopyGradient(FloatBuffer buffer, int count)
    {
        using torch.Tensor gradient = Parameter.grad!;
        buffer.Read(gradient, _shape, count);
    }

    /// <summary>Gives the parameter what is in a buffer.</summary>
    public void TakeTheta(FloatBuffer buffer, int count) => buffer.Write(Parameter, _shape, count);

    private void CheckType(Parameter parameter)
    {
        if (parameter.dtype is not (torch.ScalarType.Float32 or torch.ScalarType.Float16 or torch.ScalarType.BFloat16))
            throw new ArgumentException(
                $"parameter '{Name}' has numbers of the type {parameter.dtype}; expected Float32, Float16 or BFloat16");
    }
}
