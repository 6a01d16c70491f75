using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;

namespace L2O.Optimizers;

/// <summary>
/// The run of an optimizer that treats every coordinate on its own. Goes through theta in blocks that stay in the first-level cache
/// while several vector operations pass over them, so that a step reads and writes main memory once.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal abstract class BlockwiseRun<T> : IOptimizerRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected const int BlockSize = 1024;

    private readonly int _count;
    private readonly T[] _update = new T[BlockSize];

    protected BlockwiseRun(ParameterLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        _count = layout.Count;
    }

    /// <inheritdoc/>
    public int Iteration { get; private set; }

    /// <inheritdoc/>
    public void Propose(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update)
    {
        CheckLengths(theta.Length, gradient.Length, update.Length);
        BeginStep(Iteration + 1);
        for (int start = 0; start < _count; start += BlockSize)
        {
            int count = Math.Min(BlockSize, _count - start);
            ComputeUpdate(start, theta.Slice(start, count), gradient.Slice(start, count), update.Slice(start, count));
        }
    }

    /// <inheritdoc/>
    public void Step(Span<T> theta, ReadOnlySpan<T> gradient, Span<T> update = default)
    {
        CheckLengths(theta.Length, gradient.Length, update.IsEmpty ? _count : update.Length);
        BeginStep(Iteration + 1);
        for (int start = 0; start < _count; start += BlockSize)
        {
            int count = Math.Min(BlockSize, _count - start);
            Span<T> block = theta.Slice(start, count);
            Span<T> blockUpdate = update.IsEmpty ? _update.AsSpan(0, count) : update.Slice(start, count);
            ComputeUpdate(start, block, gradient.Slice(start, count), blockUpdate);
            AdvanceState(start, count);
            TensorPrimitives.Add(block, blockUpdate, block);
        }
        Iteration++;
    }

    /// <summary>As <see cref="Step"/>, but theta stays: for an optimizer that does more to the update.</summary>
    internal void Advance(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update)
    {
        CheckLengths(theta.Length, gradient.Length, update.Length);
        BeginStep(Iteration + 1);
        for (int start = 0; start < _count; start += BlockSize)
        {
            int count = Math.Min(BlockSize, _count - start);
            ComputeUpdate(start, theta.Slice(start, count), gradient.Slice(start, count), update.Slice(start, count));
            AdvanceState(start, count);
        }
        Iteration++;
    }

    /// <summary>Counts the steps from the start again; whoever calls it clears the state.</summary>
    protected void RestartCount() => Iteration = 0;

    /// <inheritdoc/>
    public void Save(StateWriter<T> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("iteration", Iteration);
        SaveState(writer);
    }

    /// <inheritdoc/>
    public void Load(StateReader<T> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        int iteration = reader.ReadInt("iteration");
        if (iteration < 0)
            throw new InvalidDataException($"state 'iteration' is {iteration}; expected at least 0");
        LoadState(reader);
        Iteration = iteration;
    }

    /// <summary>Prepares what is the same for all coordinates of step <paramref name="iteration"/>, which counts from 1.</summary>
    protected virtual void BeginStep(int iteration)
    {
    }

    /// <summary>Computes a block's update and, in scratch memory, its next state. Changes no state.</summary>
    /// <param name="start">The block's first coordinate.</param>
    /// <param name="theta">The block of theta.</param>
    /// <param name="gradient">The block of the gradient.</param>
    /// <param name="update">Receives what is to be added to theta.</param>
    protected abstract void ComputeUpdate(int start, ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update);

    /// <summary>Makes the state that <see cref="ComputeUpdate"/> left in scratch memory the block's state.</summary>
    protected abstract void AdvanceState(int start, int count);

    protected abstract void SaveState(StateWriter<T> writer);

    protected abstract void LoadState(StateReader<T> reader);

    private void CheckLengths(int theta, int gradient, int update)
    {
        if (theta != _count || gradient != _count || update != _count)
            throw new ArgumentException(
                $"theta, gradient and update have {theta}, {gradient} and {update} coordinates; this run was started for {_count}");
    }
}
