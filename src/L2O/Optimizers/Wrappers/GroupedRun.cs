using System.Globalization;
using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Wrappers;

/// <summary>A run of <see cref="Grouped{T}"/>: a run of each group.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class GroupedRun<T> : OptimizerRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly (TensorGroup Group, OptimizerRun<T> Run)[] _trained;
    private readonly bool[] _stays; // (tensor)

    public GroupedRun(Grouped<T> settings, ParameterLayout layout, RunContext? context) : base(layout, settings.Needs)
    {
        int[] groupOf = [.. layout.Slots.Select(slot => FirstGroup(settings, slot))];
        var trained = new List<(TensorGroup, OptimizerRun<T>)>();
        _stays = [.. groupOf.Select(group => group >= 0 && settings.Groups[group].Optimizer is null)];
        for (int g = -1; g < settings.Groups.Length; g++)
        {
            HashSet<string> own = [.. layout.Slots.Where((_, k) => groupOf[k] == g).Select(static slot => slot.Name)];
            if (g >= 0 && own.Count == 0)
                throw new ArgumentException(
                    $"none of the tensors is left for the group '{settings.Groups[g].Tensors}'; expected one of " +
                    $"{string.Join(", ", layout.Slots.Select(static slot => slot.Name))}");
            if ((g < 0 ? settings.Inner : settings.Groups[g].Optimizer) is not { } optimizer || own.Count == 0)
                continue;
            var group = new TensorGroup(layout, slot => own.Contains(slot.Name));
            OptimizerRun<T> run = optimizer.Start(group.Layout, context);
            trained.Add((group, run));
            AddStore(new RunStore<T>(g < 0 ? "rest." : string.Create(CultureInfo.InvariantCulture, $"group_{g}."), run,
                isRecurrent: g < 0));
        }
        _trained = trained.Count > 0 ? [.. trained]
            : throw new ArgumentException($"all of the tensors are skipped; expected one at least of "
                + $"{string.Join(", ", layout.Slots.Select(static slot => slot.Name))} to be trained");
    }

    internal override bool TakesTensorsInTurn => Array.TrueForAll(_trained, static trained => trained.Run.TakesTensorsInTurn);

    protected override void ComputeUpdate(in StepInput<T> step, TensorSpans<T> update, bool advance)
    {
        foreach ((TensorGroup group, OptimizerRun<T> run) in _trained)
            group.ComputeUpdate(run, step, update, advance);
        for (int k = 0; k < _stays.Length; k++)
            if (_stays[k])
                update[k].Fill(T.NegativeZero); // added to anything, it changes no bit
    }

    private static int FirstGroup(Grouped<T> settings, ParameterSlot slot)
    {
        for (int g = 0; g < settings.Groups.Length; g++)
            if (settings.Groups[g].Tensors.Chooses(slot))
                return g;
        return -1;
    }
}
