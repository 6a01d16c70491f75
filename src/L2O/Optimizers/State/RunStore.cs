using System.Collections.Immutable;
using System.Numerics;

namespace L2O.Optimizers.State;

/// <summary>The run of another optimizer as part of a run's state.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
/// <param name="prefix">In front of the names of its parts.</param>
/// <param name="run">The run.</param>
/// <param name="isRecurrent">Whether its recurrent state counts as the outer run's.</param>
internal sealed class RunStore<T>(string prefix, OptimizerRun<T> run, bool isRecurrent) : IStateStore<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public ImmutableArray<StatePart> Parts { get; } =
    [
        .. run.StateParts.Select(part => part with
        {
            Name = prefix + part.Name,
            Layer = isRecurrent ? part.Layer : 0,
            IsCell = isRecurrent && part.IsCell,
        }),
    ];

    private OptimizerRun<T> Run => run;

    public void Read(int part, Span<T> values) => run.ReadState(part, values);

    public void Save(StateWriter<T> writer) => run.Save(writer.Within(prefix));

    public void Check(StateReader<T> reader) => run.Check(reader.Within(prefix));

    public void Load(StateReader<T> reader) => run.LoadChecked(reader.Within(prefix));

    public bool Fits(IStateStore<T> other) => other is RunStore<T> store && run.Fits(store.Run);

    public void CopyFrom(IStateStore<T> other) => run.CopyFitting(((RunStore<T>)other).Run);

    public void Clear(int iteration) => run.Reset(iteration);

    public IStateStore<T> Twin() => throw new NotSupportedException("a run within a run keeps its tensors itself");

    public void CopyTensorFrom(IStateStore<T> other, int tensor, int start, int count) =>
        throw new NotSupportedException("a run within a run keeps its tensors itself");
}
