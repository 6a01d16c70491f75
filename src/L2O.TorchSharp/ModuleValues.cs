using System.Runtime.InteropServices;
using L2O.Kernels;
using L2O.Numerics;
using TorchSharp;
using TorchSharp.Modules;

namespace L2O.TorchSharp;

/// <summary>Parameters, gradients and buffers of a module as flat vectors.</summary>
internal sealed class ModuleValues : IDisposable
{
    private readonly (Parameter Parameter, ParameterSlot Slot)[] _parameters;
    private readonly (torch.Tensor Buffer, int Count)[] _buffers;
    private readonly float[] _statistics;
    private readonly FloatBuffer _copy = new();

    /// <param name="module">With at least one parameter; all contiguous floats in main memory.</param>
    /// <exception cref="ArgumentException">They are not.</exception>
    public ModuleValues(torch.nn.Module module)
    {
        (string Name, Parameter Parameter)[] named = [.. module.named_parameters()];
        if (named.Length == 0)
            throw new ArgumentException("the module has no parameters; expected at least one");
        foreach ((string name, Parameter parameter) in named)
            if (TrainedTensor.AddressOf(parameter) == 0)
                throw new ArgumentException(
                    $"parameter '{name}' is {parameter.dtype} on {parameter.device}; expected contiguous Float32 on cpu");
        ParameterNames names = ParameterNames.Of(module);
        Layout = new ParameterLayout([.. named.Select(static pair =>
            (pair.Name, pair.Parameter.shape.Select(static size => checked((int)size)).ToArray()))])
            .WithRoles(slot => names.Roles.TryGetValue(slot.Name, out TensorRole role) ? role : null);
        _parameters = [.. named.Select((pair, k) => (pair.Parameter, Layout.Slots[k]))];
        _buffers = [.. module.named_buffers().Select(static pair => (pair.buffer, checked((int)pair.buffer.numel())))];
        _statistics = new float[_buffers.Sum(static buffer => buffer.Count)];
        ReadStatistics();
    }

    /// <summary>Names, shapes and roles of the parameters.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>All buffers, one behind the other; integers are exact below 2^24.</summary>
    public Span<float> Statistics => _statistics;

    /// <summary>Whether a sample's output in evaluation depends on that sample alone: batch norm needs running means for that.</summary>
    public static bool SamplesAreIndependent(torch.nn.Module module) =>
        module.named_modules().Select(static pair => pair.module).Append(module)
            .Where(static part => part.GetType().Name.StartsWith("BatchNorm", StringComparison.Ordinal))
            .All(static part => part.named_buffers(recurse: false).Any(static pair => pair.name == "running_mean"));

    /// <summary>Copies the parameters.</summary>
    public void ReadParameters(Span<float> theta)
    {
        CheckLength(theta.Length, nameof(theta));
        foreach ((Parameter parameter, ParameterSlot slot) in _parameters)
            ValuesOf(parameter).CopyTo(slot.Of(theta));
    }

    /// <summary>Replaces the parameters.</summary>
    public void WriteParameters(ReadOnlySpan<float> theta)
    {
        CheckLength(theta.Length, nameof(theta));
        foreach ((Parameter parameter, ParameterSlot slot) in _parameters)
            slot.Of(theta).CopyTo(ValuesOf(parameter));
    }

    /// <summary>Takes the statistics from the buffers.</summary>
    public void ReadStatistics()
    {
        int start = 0;
        foreach ((torch.Tensor buffer, int count) in _buffers)
        {
            _copy.Read(buffer, buffer.shape, count);
            ForeignMemory.At<float>(_copy.Address, count).CopyTo(_statistics.AsSpan(start));
            start += count;
        }
    }

    /// <summary>Gives the statistics to the buffers.</summary>
    public void WriteStatistics()
    {
        int start = 0;
        foreach ((torch.Tensor buffer, int count) in _buffers)
        {
            _statistics.AsSpan(start, count).CopyTo(_copy.Reserve(count));
            _copy.Write(buffer, buffer.shape, count);
            start += count;
        }
    }

    /// <summary>Sets the gradients that are there to zero.</summary>
    public void ClearGradients()
    {
        foreach ((Parameter parameter, _) in _parameters)
        {
            using torch.Tensor? gradient = parameter.grad;
            gradient?.zero_();
        }
    }

    /// <summary>Copies the gradients; those that are not there are zero.</summary>
    public void ReadGradients(Span<float> result)
    {
        CheckLength(result.Length, nameof(result));
        for (int k = 0; k < _parameters.Length; k++)
        {
            (Parameter parameter, ParameterSlot slot) = _parameters[k];
            using torch.Tensor? gradient = parameter.grad;
            if (gradient is null)
            {
                slot.Of(result).Clear();
                continue;
            }
            nint address = TrainedTensor.AddressOf(gradient);
            if (address == 0)
            {
                _copy.Read(gradient, parameter.shape, slot.Count);
                address = _copy.Address;
            }
            ForeignMemory.At<float>(address, slot.Count).CopyTo(slot.Of(result));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _copy.Dispose();

    private static Span<float> ValuesOf(Parameter parameter) => MemoryMarshal.Cast<byte, float>(parameter.bytes);

    private void CheckLength(int length, string name)
    {
        if (length != Layout.Count)
            throw new ArgumentException($"{name} has {length} values; expected {Layout.Count}, as the module has parameters");
    }
}
