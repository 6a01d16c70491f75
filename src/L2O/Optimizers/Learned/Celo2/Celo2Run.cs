using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.Learned.Factored;

namespace L2O.Optimizers.Learned.Celo2;

/// <summary>One run of <see cref="Celo2"/>.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class Celo2Run<T> : FactoredRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Celo2 _settings;
    private readonly Celo2Steps<T> _steps;

    public Celo2Run(Celo2Optimizer<T> optimizer, ParameterLayout layout)
        : base(layout, OptimizerNeeds.None, slot => Celo2Tensor.Of(slot, optimizer.Settings))
    {
        _settings = optimizer.Settings;
        _steps = new Celo2Steps<T>(optimizer, layout);
    }

    /// <inheritdoc/>
    protected override void ComputeUpdate(in StepInput<T> step, TensorSpans<T> update, bool advance)
    {
        for (int k = 0; k < Layout.Slots.Length; k++)
        {
            if (!step.Gradient.Has(k))
                continue;
            if (Celo2Tensor.IsByNetwork(Layout.Slots[k], _settings))
                _steps.Network(k, SpansOf(k, step, update, advance));
            else
                _steps.Vector(SpansOf(k, step, update, advance), StepsOf(k) + 1);
        }
    }
}
