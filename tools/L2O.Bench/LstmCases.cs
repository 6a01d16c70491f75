using L2O.Kernels.Lanes;
using L2O.Kernels.Lstm;
using L2O.Numerics;
using L2O.Optimizers.Learned.Lstm;

namespace L2O.Bench;

/// <summary>The kernels of the learned optimizer: one block of coordinates alone, the whole step, the meta-gradient.</summary>
/// <param name="coordinates">n of the step and the meta-gradient.</param>
internal sealed class LstmCases(int coordinates)
{
    private const int BlockRuns = 10; // a block takes some microseconds
    private const string Item = "coordinate";

    private static readonly CoordinateLstm Settings = new();

    /// <summary>All of them; widths are compared on one thread.</summary>
    public IEnumerable<KernelCase> All(int threads)
    {
        LaneWidth widest = LaneDispatch.Widest;
        yield return Part("LSTM gate sums", LstmKernelPart.GateSums);
        yield return Part("LSTM activations", LstmKernelPart.Activations);
        yield return Part("LSTM adjoints", LstmKernelPart.AdjointRows);
        yield return Part("LSTM weight gradient", LstmKernelPart.WeightSums);
        foreach (LaneWidth lanes in PeakBench.AcceleratedLanes())
            yield return new KernelCase("LSTM step", lanes, 1, Item, Step);
        if (threads > 1)
            yield return new KernelCase("LSTM step", widest, threads, Item, Step);
        yield return new KernelCase("meta-gradient, per step", widest, 1, Item, MetaGradient);
        if (threads > 1)
            yield return new KernelCase("meta-gradient, per step", widest, threads, Item, MetaGradient);
    }

    private static KernelCase Part(string name, LstmKernelPart part) => new(name, LaneDispatch.Widest, 1, Item, compute =>
    {
        var loop = new LstmKernelLoop(Weights(), new Rng(2));
        int once = BlockRuns * LstmShape.BlockSize * LstmKernelLoop.StepsPerRepetition(part);
        return new KernelWork(() => loop.Run(compute.Lanes, part, BlockRuns), once, once * (double)LstmFlops.Part(part, Settings.Shape));
    });

    private KernelWork Step(Compute compute)
    {
        var step = new LstmStep<float>(Weights(), Settings.Inputs, coordinates, compute);
        AlignedBuffer<float> gradient = Gradients(1), update = new(coordinates), state = State();
        return new KernelWork(
            () => step.Run(gradient.Span, [], state.Span, update.Span, 0.1f, advance: true),
            coordinates,
            (double)coordinates * LstmFlops.Step(Settings.Shape));
    }

    private KernelWork MetaGradient(Compute compute)
    {
        const int steps = BenchSettings.Unroll;
        var kernel = new LstmMetaGradient<float>(Weights(), Settings.Inputs, coordinates, steps, compute);
        AlignedBuffer<float> gradients = Gradients(steps), state = State();
        return new KernelWork(
            () => kernel.Run(new LstmUnrollSpans<float>
            {
                Gradients = gradients.Span,
                Steps = steps,
                States = state.Span,
                GradientFactor = 0.1f
            }),
            (double)coordinates * steps,
            (double)coordinates * steps * LstmFlops.MetaGradient(Settings.Shape));
    }

    private AlignedBuffer<float> Gradients(int steps)
    {
        var gradients = new AlignedBuffer<float>(checked(coordinates * steps));
        new Rng(3).FillUniform(gradients.Span, 0.01);
        return gradients;
    }

    private AlignedBuffer<float> State() => new(LstmStep<float>.StateLength(Settings.Shape, coordinates));

    private static LstmWeights<float> Weights()
    {
        float[] phi = new float[Settings.PhiLayout().Count];
        Settings.InitializePhi<float>(phi, new Rng(1));
        using var compute = new Compute(threads: 1);
        return Settings.BindLstm<float>(phi, compute).Weights;
    }
}
