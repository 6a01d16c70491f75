using System.Numerics;
using System.Numerics.Tensors;
using L2O.Kernels.Functions;
using L2O.Kernels.Lstm;
using L2O.Numerics;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Learned.RnnProp;

/// <summary>One run of <see cref="RnnProp"/>: the gradient's moments and the state of both cells.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class RnnPropRun<T> : FlatLearnedRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RnnPropOptimizer<T> _optimizer;
    private readonly LstmStep<T> _step;
    private readonly LstmState<T> _state;
    private readonly GradientMoments<T> _moments;
    private readonly AlignedBuffer<T> _tanh; // (n)
    private readonly T _scale;

    public RnnPropRun(RnnPropOptimizer<T> optimizer, ParameterLayout layout) : base(layout)
    {
        RnnProp settings = optimizer.Settings;
        _optimizer = optimizer;
        _step = new LstmStep<T>(optimizer.Weights, RnnProp.Inputs, layout.Count, optimizer.Compute);
        _state = AddStore(new LstmState<T>(settings.Shape, layout.Count, shared: false));
        _moments = new GradientMoments<T>(settings.Beta1, settings.Beta2, layout, AddState(StateShape.PerCoordinate("mean")),
            AddState(StateShape.PerCoordinate("square")));
        _tanh = new AlignedBuffer<T>(layout.Count);
        _scale = T.CreateChecked(settings.UpdateScale);
    }

    /// <summary>The state as the kernels hold it.</summary>
    public ReadOnlySpan<T> State => _state.Values;

    /// <summary>(2, n) what the last step read.</summary>
    public ReadOnlySpan<T> Features => _moments.Rows;

    /// <summary>(n) tanh of the last step's output.</summary>
    public ReadOnlySpan<T> Tanh => _tanh.Span;

    private protected override bool ReadsTheta => false;

    private protected override string StepsName => "moment_steps";

    internal override IUnrollGradient<T> CreateUnrollGradient(int longestUnroll) =>
        new RnnPropUnrollGradient<T>(_optimizer, this, Coordinates, longestUnroll);

    private protected override void ComputeUpdate(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update, bool advance)
    {
        _moments.Fill(gradient, Steps, TensorSteps);
        _step.Run(gradient, _moments.Rows, _state.Values, _tanh.Span, T.One, advance);
        Elementwise.Map(_optimizer.Compute.Lanes, default(ActivationFunctions<T>.Tanh), _tanh.Span, _tanh.Span);
        TensorPrimitives.Multiply(_tanh.Span, _scale, update);
        if (advance)
            _moments.Advance();
    }
}
