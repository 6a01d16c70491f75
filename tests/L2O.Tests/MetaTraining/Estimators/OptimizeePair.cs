using System.Numerics.Tensors;
using L2O.MetaTraining.Estimators;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned;

namespace L2O.Tests.MetaTraining.Estimators;

/// <summary>A learned optimizer on a function of a few coordinates, from a fixed start.</summary>
/// <param name="learned">The architecture.</param>
/// <param name="start">(n).</param>
/// <param name="evaluate">Writes the gradient at theta and gives the loss.</param>
internal sealed class OptimizeePair(ILearnedOptimizer learned, double[] start, Func<double[], double[], double> evaluate)
    : IDifferentiableUnroll<double>, IDisposable
{
    private readonly Compute _compute = new(threads: 1);
    private readonly Side[] _sides = [new(), new()];
    private TruncatedBptt<double>? _tape;
    private int _longest;

    public void Dispose() => _compute.Dispose();

    public void Bind(bool negative, ReadOnlySpan<double> phi)
    {
        Side side = _sides[negative ? 1 : 0];
        side.Optimizer ??= learned.Bind<double>(phi, _compute);
        side.Optimizer.Rebind(phi);
    }

    public void Begin(Rng draw, double progress, int length)
    {
        foreach (Side side in _sides)
        {
            side.Theta = [.. start];
            side.Gradient = new double[start.Length];
            side.Run = side.Optimizer?.Start(ParameterLayout.Vector(start.Length));
        }
        if (_longest > 0)
        {
            _tape = new TruncatedBptt<double>(_sides[0].Run!, start.Length, _longest, logLoss: false, regularizes: false);
            _tape.Begin();
        }
    }

    public (double Positive, double Negative) Step() => (Step(_sides[0]), _tape is null ? Step(_sides[1]) : 0);

    public (double Positive, double Negative) Recompute() => throw new NotSupportedException();

    public void Join()
    {
        _sides[0].Theta.CopyTo(_sides[1].Theta, 0);
        _sides[1].Run!.CopyStateFrom(_sides[0].Run!);
    }

    public void Record(int longest) => _longest = longest;

    public void Differentiate(Span<double> dPhi)
    {
        _tape!.Differentiate(dPhi);
        _tape.Begin();
    }

    public void Save(StateWriter<double> writer) => throw new NotSupportedException();

    public void Load(StateReader<double> reader) => throw new NotSupportedException();

    private double Step(Side side)
    {
        double loss = evaluate(side.Theta, side.Gradient);
        if (_tape is not null)
            side.Gradient.CopyTo(_tape.Gradient);
        side.Run!.Advance(side.Theta, side.Gradient, side.Update.AsSpan(0, start.Length));
        _tape?.Record(loss);
        TensorPrimitives.Add(side.Theta, side.Update.AsSpan(0, start.Length), side.Theta);
        return loss;
    }

    private sealed class Side
    {
        public LearnedOptimizer<double>? Optimizer { get; set; }

        public LearnedRun<double>? Run { get; set; }

        public double[] Theta { get; set; } = [];

        public double[] Gradient { get; set; } = [];

        public double[] Update { get; } = new double[16];
    }
}
