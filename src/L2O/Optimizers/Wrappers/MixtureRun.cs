using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;

namespace L2O.Optimizers.Wrappers;

/// <summary>A run of a <see cref="Mixture{T}"/>: a run of each member.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class MixtureRun<T> : IOptimizerRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IOptimizerRun<T>[] _runs;
    private readonly T[] _weights;
    private readonly string[] _prefixes;
    private readonly AlignedBuffer<T> _theta;
    private readonly AlignedBuffer<T> _memberUpdate;
    private readonly AlignedBuffer<T> _update;

    public MixtureRun(Mixture<T> settings, ParameterLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        int members = settings.Members.Length;
        (_runs, _weights, _prefixes) = (new IOptimizerRun<T>[members], new T[members], new string[members]);
        for (int k = 0; k < members; k++)
        {
            _runs[k] = settings.Members[k].Optimizer.Start(layout);
            _weights[k] = T.CreateChecked(settings.Members[k].Weight);
            _prefixes[k] = string.Create(CultureInfo.InvariantCulture, $"member_{k}.");
        }
        _theta = new AlignedBuffer<T>(layout.Count);
        _memberUpdate = new AlignedBuffer<T>(layout.Count);
        _update = new AlignedBuffer<T>(layout.Count);
    }

    /// <inheritdoc/>
    public int Iteration { get; private set; }

    /// <inheritdoc/>
    public void Propose(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update)
    {
        CheckLengths(theta.Length, gradient.Length, update.Length);
        for (int k = 0; k < _runs.Length; k++)
        {
            _runs[k].Propose(theta, gradient, _memberUpdate.Span);
            Accumulate(k, update);
        }
    }

    /// <inheritdoc/>
    public void Step(Span<T> theta, ReadOnlySpan<T> gradient, Span<T> update = default)
    {
        if (update.IsEmpty)
            update = _update.Span;
        CheckLengths(theta.Length, gradient.Length, update.Length);
        for (int k = 0; k < _runs.Length; k++)
        {
            // Each member moves a copy, so that the next one still reads the theta that all of them are to move.
            theta.CopyTo(_theta.Span);
            _runs[k].Step(_theta.Span, gradient, _memberUpdate.Span);
            Accumulate(k, update);
        }
        TensorPrimitives.Add(theta, update, theta);
        Iteration++;
    }

    /// <inheritdoc/>
    public void Save(StateWriter<T> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("iteration", Iteration);
        for (int k = 0; k < _runs.Length; k++)
            _runs[k].Save(writer.Within(_prefixes[k]));
    }

    /// <inheritdoc/>
    public void Load(StateReader<T> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        int iteration = reader.ReadInt("iteration");
        if (iteration < 0)
            throw new InvalidDataException($"state 'iteration' is {iteration}; expected at least 0");
        for (int k = 0; k < _runs.Length; k++)
            _runs[k].Load(reader.Within(_prefixes[k]));
        Iteration = iteration;
    }

    /// <summary>Adds the weighted update of member <paramref name="k"/>; the first one overwrites.</summary>
    private void Accumulate(int k, Span<T> update)
    {
        if (k == 0)
            TensorPrimitives.Multiply(_memberUpdate.Span, _weights[k], update);
        else
            TensorPrimitives.FusedMultiplyAdd(_memberUpdate.Span, _weights[k], update, update);
    }

    private void CheckLengths(int theta, int gradient, int update)
    {
        int count = _update.Length;
        if (theta != count || gradient != count || update != count)
            throw new ArgumentException(
                $"theta, gradient and update have {theta}, {gradient} and {update} coordinates; this run was started for {count}");
    }
}
