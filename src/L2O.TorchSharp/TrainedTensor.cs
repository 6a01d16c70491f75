using System.Runtime.InteropServices;
using L2O.Kernels;
using TorchSharp;
using TorchSharp.Modules;

namespace L2O.TorchSharp;

/// <summary>A parameter of a TorchSharp model, and the floats that a step works on: its own memory where that is what they are.</summary>
internal sealed class TrainedTensor : IDisposable
{
    private readonly long[] _shape;
    private FloatCopy? _theta, _gradient;

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

    /// <summary>Whether a step works on copies of parameter or gradient.</summary>
    public bool IsCopied => _theta is not null || _gradient is not null;

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
        Dispose();
    }

    /// <summary>Where the parameter's floats lie in this step.</summary>
    public nint ReadTheta() => Read(Parameter, ref _theta);

    /// <summary>Where the gradient's floats lie in this step; 0 where there is none.</summary>
    /// <exception cref="InvalidOperationException">It is sparse or complex.</exception>
    public nint ReadGradient()
    {
        using torch.Tensor? gradient = Parameter.grad;
        if (gradient is null)
            return 0;
        if (gradient.is_sparse)
            throw new InvalidOperationException($"the gradient of parameter '{Name}' is sparse; expected a dense one, as of an embedding "
                + "that is made with sparse: false");
        if (torch.is_complex(gradient))
            throw new InvalidOperationException($"the gradient of parameter '{Name}' is complex; expected real numbers");
        return Read(gradient, ref _gradient);
    }

    /// <summary>Gives the parameter what the step made of its copy; nothing where the step worked on its own memory.</summary>
    public void WriteTheta() => _theta?.Write(Parameter);

    /// <inheritdoc/>
    public void Dispose()
    {
        _theta?.Dispose();
        _gradient?.Dispose();
        (_theta, _gradient) = (null, null);
    }

    private nint Read(torch.Tensor tensor, ref FloatCopy? copy)
    {
        if (AddressOf(tensor) is not 0 and var own)
        {
            copy?.Dispose();
            copy = null;
            return own;
        }
        copy ??= new FloatCopy(_shape);
        copy.Read(tensor);
        return copy.Address;
    }

    private void CheckType(Parameter parameter)
    {
        if (parameter.dtype is not (torch.ScalarType.Float32 or torch.ScalarType.Float16 or torch.ScalarType.BFloat16))
            throw new ArgumentException(
                $"parameter '{Name}' has numbers of the type {parameter.dtype}; expected Float32, Float16 or BFloat16");
    }
}
