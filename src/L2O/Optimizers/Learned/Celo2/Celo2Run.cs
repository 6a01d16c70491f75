using System.Numerics;
using L2O.Kernels.Celo2;
using L2O.Numerics;
using L2O.Optimizers.Learned.Factored;
using L2O.Optimizers.Learned.Replays;

namespace L2O.Optimizers.Learned.Celo2;

/// <summary>One run of <see cref="Celo2"/>.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class Celo2Run<T> : FactoredRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Celo2Optimizer<T> _optimizer;
    private readonly Celo2 _settings;
    private readonly Celo2Steps<T> _steps;

    public Celo2Run(Celo2Optimizer<T> optimizer, ParameterLayout layout)
        : base(layout, OptimizerNeeds.None, slot => Celo2Tensor.Of(slot, optimizer.Settings))
    {
        (_optimizer, _settings) = (optimizer, optimizer.Settings);
        _steps = new Celo2Steps<T>(optimizer, layout);
    }

    private protected override ReplayGradient<T>? CreateReplay(int longestUnroll)
    {
        if (_settings.Orthogonalize)
            return null;
        FactoredTensor?[] tensors = [.. Layout.Slots.Select(slot =>
            Celo2Tensor.IsByNetwork(slot, _settings) ? Celo2Tensor.Of(slot, _settings) : null)];
        return new ReplayGradient<T>(this, new Celo2Replay<T>(_optimizer, tensors), [.. tensors.Zip(Layout.Slots, static (tensor, slot) =>
            tensor is null ? null : new FactoredReplay(Celo2Features.Form, tensor, slot.Count, hasTangents: false))],
            Celo2Features.PhiCount, longestUnroll);
    }

    private protected override void Compute(in StepInput<T> step, TensorSpans<T> update, TensorSpans<T> target, bool advance)
    {
        for (int k = 0; k < Layout.Slots.Length; k++)
        {
            if (!step.Gradient.Has(k))
                continue;
            if (Celo2Tensor.IsByNetwork(Layout.Slots[k], _settings))
                _steps.Network(k, SpansOf(k, step, update, target, advance));
            else
                _steps.Vector(SpansOf(k, step, update, target, advance), StepsOf(k) + 1);
        }
    }
}
