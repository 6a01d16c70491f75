using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;

namespace L2O.Optimizers.Learned;

/// <summary>One run of a learned optimizer: owns its state and the vectors of a step. Allocates nothing after its start.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public abstract class LearnedRun<T> : IOptimizerRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _update;

    private protected LearnedRun(int coordinates) => _update = new AlignedBuffer<T>(coordinates);

    /// <inheritdoc/>
    public int Iteration { get; private protected set; }

    /// <summary>n.</summary>
    private protected int Coordinates => _update.Length;

    /// <inheritdoc/>
    public void Propose(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update)
    {
        CheckLength(theta.Length, nameof(theta));
        CheckLength(gradient.Length, nameof(gradient));
        CheckLength(update.Length, nameof(update));
        ComputeUpdate(theta, gradient, update, advance: false);
    }

    /// <inheritdoc/>
    public void Step(Span<T> theta, ReadOnlySpan<T> gradient, Span<T> update = default)
    {
        CheckLength(theta.Length, nameof(theta));
        CheckLength(gradient.Length, nameof(gradient));
        if (update.IsEmpty)
            update = _update.Span;
        CheckLength(update.Length, nameof(update));
        ComputeUpdate(theta, gradient, update, advance: true);
        TensorPrimitives.Add(theta, update, theta);
        Iteration++;
    }

    /// <summary>Back to fresh state, as at the start. Allocates nothing.</summary>
    /// <param name="iteration">Steps that other optimizers have made before, for inputs that tell the time; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative iteration.</exception>
    public void Reset(int iteration = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(iteration);
        Iteration = iteration;
        ResetState();
    }

    /// <inheritdoc/>
    public abstract void Save(StateWriter<T> writer);

    /// <inheritdoc/>
    public abstract void Load(StateReader<T> reader);

    /// <summary>What turns the adjoints of this run's updates into the gradient of phi.</summary>
    /// <param name="longestUnroll">Most steps of an unroll, at least 1.</param>
    internal abstract IUnrollGradient<T> CreateUnrollGradient(int longestUnroll);

    /// <summary>The update of the coming step.</summary>
    /// <param name="theta">(n).</param>
    /// <param name="gradient">(n).</param>
    /// <param name="update">(n) what will be added to theta; overwritten.</param>
    /// <param name="advance">Whether the state moves on.</param>
    private protected abstract void ComputeUpdate(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update, bool advance);

    /// <summary>Puts the state back to the start.</summary>
    private protected abstract void ResetState();

    /// <summary>Reads the iteration that <see cref="Save"/> wrote.</summary>
    private protected static int ReadIteration(StateReader<T> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        int iteration = reader.ReadInt("iteration");
        return iteration >= 0 ? iteration : throw new InvalidDataException($"state 'iteration' is {iteration}; expected at least 0");
    }

    private void CheckLength(int length, string name)
    {
        if (length != _update.Length)
            throw new ArgumentException(
                $"{name} has {length} values; expected {_update.Length}, the number of coordinates at the start of the run");
    }
}
