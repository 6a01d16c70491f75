using L2O.Kernels;
using L2O.Numerics;

namespace L2O.TorchSharp;

/// <summary>
/// Parameters or gradients of a step: where they lie, if they are contiguous floats in main memory; else as floats in a buffer. One buffer
/// serves all of them in turn, unless the run looks at several tensors at once.
/// </summary>
/// <param name="tensors">The tensors.</param>
/// <param name="layout">Their names and shapes.</param>
/// <param name="gradients">Of the parameters, which are written back where they have one; null for the gradients themselves.</param>
/// <param name="inTurn">Whether the run takes tensors in turn.</param>
internal sealed class StepMemory(IReadOnlyList<TrainedTensor> tensors, ParameterLayout layout, StepMemory? gradients, bool inTurn)
    : ITensorMemory<float>, IDisposable
{
    private const int Missing = 0, Plain = 1, Copied = 2;

    private readonly nint[] _addresses = new nint[tensors.Count];
    private readonly int[] _kinds = new int[tensors.Count];
    private readonly FloatBuffer[] _buffers = [.. Enumerable.Range(0, inTurn ? 1 : tensors.Count).Select(static _ => new FloatBuffer())];
    private int _held = -1; // the tensor in the one buffer
    private bool _copies;

    /// <summary>Floats in buffers.</summary>
    public int BufferLength => _buffers.Sum(static buffer => buffer.Length);

    private bool IsTheta => gradients is not null;

    /// <inheritdoc/>
    public int Count => _addresses.Length;

    bool ITensorMemory<float>.ComesInTurn => inTurn && _copies;

    /// <inheritdoc/>
    public Span<float> this[int tensor]
    {
        get
        {
            if (_kinds[tensor] == Copied && inTurn && tensor != _held)
                Hold(tensor);
            return _kinds[tensor] == Missing ? default : ForeignMemory.At<float>(_addresses[tensor], layout.Slots[tensor].Count);
        }
    }

    /// <inheritdoc/>
    public int LengthOf(int tensor) => _kinds[tensor] == Missing ? 0 : layout.Slots[tensor].Count;

    /// <summary>Finds the tensors of a step.</summary>
    /// <exception cref="InvalidOperationException">A gradient is sparse or complex.</exception>
    public void Begin()
    {
        (_copies, _held) = (false, -1);
        for (int k = 0; k < tensors.Count; k++)
        {
            bool isThere = IsTheta ? tensors[k].FindTheta(out _addresses[k]) : tensors[k].FindGradient(out _addresses[k]);
            _kinds[k] = !isThere ? Missing : _addresses[k] != 0 ? Plain : Copied;
            _copies |= _kinds[k] == Copied;
        }
        if (!inTurn)
            for (int k = 0; k < tensors.Count; k++)
                if (_kinds[k] == Copied)
                    Read(k, _buffers[k]);
    }

    /// <summary>Gives the parameters what the step made of their copies.</summary>
    public void End()
    {
        if (inTurn)
            Release();
        else
            for (int k = 0; k < tensors.Count; k++)
                if (_kinds[k] == Copied)
                    Write(k, _buffers[k]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FloatBuffer buffer in _buffers)
            buffer.Dispose();
    }

    private void Hold(int tensor)
    {
        Release();
        Read(tensor, _buffers[0]);
        _held = tensor;
    }

    private void Release()
    {
        if (_held >= 0)
            Write(_held, _buffers[0]);
        _held = -1;
    }

    private void Read(int tensor, FloatBuffer buffer)
    {
        int count = layout.Slots[tensor].Count;
        if (IsTheta)
            tensors[tensor].CopyTheta(buffer, count);
        else
            tensors[tensor].CopyGradient(buffer, count);
        _addresses[tensor] = buffer.Address;
    }

    private void Write(int tensor, FloatBuffer buffer)
    {
        if (gradients is not null && gradients.LengthOf(tensor) > 0)
            tensors[tensor].TakeTheta(buffer, layout.Slots[tensor].Count);
    }
}
