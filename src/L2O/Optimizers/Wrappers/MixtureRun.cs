using System.Globalization;
using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Wrappers;

/// <summary>A run of a <see cref="Mixture{T}"/>: a run of each member.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class MixtureRun<T> : OptimizerRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly OptimizerRun<T>[] _runs;
    private readonly T[] _weights;
    private readonly AlignedBuffer<T> _memberUpdate;

    public MixtureRun(Mixture<T> settings, ParameterLayout layout, RunContext? context) : base(layout, settings.Needs)
    {
        _runs = [.. settings.Members.Select(member => member.Optimizer.Start(layout, context))];
        _weights = [.. settings.Members.Select(static member => T.CreateChecked(member.Weight))];
        for (int k = 0; k < _runs.Length; k++)
            AddStore(new RunStore<T>(string.Create(CultureInfo.InvariantCulture, $"member_{k}."), _runs[k], isRecurrent: false));
        _memberUpdate = new AlignedBuffer<T>(layout.Count);
    }

    internal override bool TakesTensorsInTurn => Array.TrueForAll(_runs, static run => run.TakesTensorsInTurn);

    protected override void ComputeUpdate(in StepInput<T> step, TensorSpans<T> update, bool advance)
    {
        var memberUpdate = new TensorSpans<T>(Layout, _memberUpdate.Span);
        for (int k = 0; k < _runs.Length; k++)
        {
            if (advance)
                _runs[k].Advance(step, memberUpdate);
            else
                _runs[k].Propose(step, memberUpdate);
            if (k == 0)
                TensorVectors.Multiply(memberUpdate, _weights[k], step.Gradient, update);
            else
                TensorVectors.AddScaled(memberUpdate, _weights[k], step.Gradient, update);
        }
    }
}
