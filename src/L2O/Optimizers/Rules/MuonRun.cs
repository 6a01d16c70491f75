using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.State;
using L2O.Optimizers.Wrappers;

namespace L2O.Optimizers.Rules;

/// <summary>A run of <see cref="Muon"/>: one run for the matrices, Adam's for the rest.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class MuonRun<T> : OptimizerRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TensorGroup _matrices, _vectors;
    private readonly OrthogonalMomentumRun<T>? _momentum;
    private readonly AdamRun<T>? _adam;

    public MuonRun(Muon settings, ParameterLayout layout) : base(layout)
    {
        _matrices = new TensorGroup(layout, settings.Orthogonalizes);
        _vectors = new TensorGroup(layout, slot => !settings.Orthogonalizes(slot));
        if (!_matrices.IsEmpty)
        {
            _momentum = new OrthogonalMomentumRun<T>(settings, _matrices.Layout);
            AddStore(new RunStore<T>("matrices.", _momentum, isRecurrent: false));
        }
        if (_vectors.IsEmpty)
            return;
        _adam = new AdamRun<T>(new Adam(settings.LearningRate * settings.VectorRateFactor), _vectors.Layout, settings.WeightDecay);
        AddStore(new RunStore<T>("vectors.", _adam, isRecurrent: false));
    }

    internal override bool TakesTensorsInTurn => true;

    protected override void ComputeUpdate(in StepInput<T> step, TensorSpans<T> update, bool advance)
    {
        if (_momentum is not null)
            _matrices.ComputeUpdate(_momentum, step, update, advance);
        if (_adam is not null)
            _vectors.ComputeUpdate(_adam, step, update, advance);
    }
}
