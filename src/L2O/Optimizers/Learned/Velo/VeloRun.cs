using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Kernels.HyperLstm;
using L2O.Kernels.Products;
using L2O.Kernels.SmallMlp;
using L2O.Numerics;
using L2O.Optimizers.Learned.Factored;
using L2O.Optimizers.Learned.Hyper;

namespace L2O.Optimizers.Learned.Velo;

/// <summary>One run of <see cref="Velo"/>.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class VeloRun<T> : FactoredRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double StepFactor = 0.001, MagnitudeScale = 0.001, LeastSquare = 1e-9;

    private readonly VeloOptimizer<T> _optimizer;
    private readonly HyperState<T> _hyper;
    private readonly TensorStatistics<T> _statistics;
    private readonly FeatureWeights<T> _weights;
    private readonly SmallMlpPass<T> _network;
    private readonly FactoredSteps<T> _steps;
    private readonly Gemm<T> _gemm;
    private readonly AlignedBuffer<T> _mixed; // (tensor, number of its network)
    private readonly T[] _shared = new T[HyperState<T>.Shared];
    private readonly double[] _scales; // (tensor) root mean square of theta
    private readonly int[] _present; // tensors with a gradient

    public VeloRun(VeloOptimizer<T> optimizer, ParameterLayout layout, int horizon)
        : base(layout, optimizer.Needs, slot => FactoredTensor.Whole(slot, optimizer.Settings.Convolutions))
    {
        _optimizer = optimizer;
        int tensors = layout.Slots.Length;
        _hyper = new HyperState<T>(optimizer.Compute, optimizer.Lstm, horizon, tensors, AddState);
        _statistics = new TensorStatistics<T>(optimizer.Compute, layout.Slots.Max(static slot => slot.Count));
        _weights = new FeatureWeights<T>(SmallMlpForm.Velo, SmallMlpForm.HiddenCount(SmallMlpForm.VeloHidden));
        _network = new SmallMlpPass<T>(SmallMlpForm.Velo) { MagnitudeScale = MagnitudeScale };
        _steps = new FactoredSteps<T>(optimizer.Compute, SmallMlpForm.Velo, _network, layout,
            [.. layout.Slots.Select(slot => FactoredTensor.Whole(slot, optimizer.Settings.Convolutions))]);
        _gemm = new Gemm<T>(optimizer.Compute);
        _gemm.Reserve(Mixing(tensors));
        (_mixed, _scales, _present) = (new(tensors * VeloPhi.NetworkCount), new double[tensors], new int[tensors]);
        OnReset();
    }

    private protected override void Compute(in StepInput<T> step, TensorSpans<T> update, TensorSpans<T> target, bool advance)
    {
        _hyper.ReadShared(Iteration, Steps, step.Loss!.Value, _shared);
        int rows = ReadTensors(step);
        _hyper.Step(_present.AsSpan(0, rows), VeloPhi.TensorInputs, advance);
        Span<T> mixed = _mixed.Span[..(rows * VeloPhi.NetworkCount)];
        _gemm.Multiply(Mixing(rows), _hyper.Controls.Span[..(rows * _optimizer.Settings.BankSize)], _optimizer.Bank, mixed);
        for (int row = 0; row < rows; row++)
        {
            _weights.Pack(mixed.Slice(row * VeloPhi.NetworkCount, VeloPhi.NetworkCount));
            _network.Rate = -_optimizer.Settings.LearningRate * StepFactor * _scales[row]
                * double.CreateTruncating(_hyper.Rates.Span[row]);
            _steps.Run(_present[row], _weights, SpansOf(_present[row], step, update, target, advance));
        }
    }

    protected override void OnReset() => _hyper.Reset(_optimizer.InitialHidden, _optimizer.InitialCell);

    private int ReadTensors(in StepInput<T> step)
    {
        int rows = 0;
        for (int k = 0; k < Layout.Slots.Length; k++)
        {
            if (!step.Gradient.Has(k))
                continue;
            FactoredStateSpans<T> state = StateOf(k);
            _statistics.Run(step.Theta[k], state.Momentum, state.Square);
            Span<T> features = _hyper.Features.Span.Slice(rows * VeloPhi.TensorInputs, VeloPhi.TensorInputs);
            _shared.CopyTo(features);
            VeloInputs.Write(_statistics, Layout.Slots[k].Shape, features);
            _scales[rows] = Math.Sqrt(_statistics.SquaredTheta + LeastSquare);
            _present[rows++] = k;
        }
        return rows;
    }

    private GemmShape Mixing(int rows) => new(rows, VeloPhi.NetworkCount, _optimizer.Settings.BankSize);
}
