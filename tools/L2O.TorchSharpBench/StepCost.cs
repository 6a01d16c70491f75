using System.Diagnostics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2O.TorchSharpBench;

/// <summary>Times of an optimizer's steps on a perceptron of two layers with given gradients.</summary>
/// <param name="name">For the table.</param>
/// <param name="create">Makes the optimizer.</param>
/// <param name="type">Of the parameters.</param>
internal sealed class StepCost(string name, Func<nn.Module, optim.Optimizer> create, ScalarType type = ScalarType.Float32)
{
    /// <summary>Parameters of the model.</summary>
    public const int Parameters = 2 * Outer * Inner + Outer + Inner;

    private const int Outer = 512, Inner = 1024;
    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(150);

    private readonly List<double> _milliseconds = [];
    private optim.Optimizer? _optimizer;
    private Sequential? _model;
    private long _bytes;

    /// <summary>Steps for a while, at least three times.</summary>
    public void Measure()
    {
        if (_optimizer is null)
        {
            Start();
            for (int i = 0; i < 20; i++)
                Step();
        }
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        int steps = 0;
        for (; steps < 3 || watch.Elapsed < s_round; steps++)
            Step();
        _milliseconds.Add(watch.Elapsed.TotalMilliseconds / steps);
        _bytes = (GC.GetAllocatedBytesForCurrentThread() - bytes) / steps;
    }

    /// <summary>A row of the table.</summary>
    public override string ToString()
    {
        double[] sorted = [.. _milliseconds.Order()];
        return $"| {name} | {At(sorted, 0.5):F2} | {At(sorted, 0.25):F2}-{At(sorted, 0.75):F2} | {_bytes:N0} |";
    }

    private static double At(double[] sorted, double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))];

    private void Start()
    {
        manual_seed(1);
        _model = nn.Sequential(("inner", nn.Linear(Outer, Inner)), ("tanh", nn.Tanh()), ("outer", nn.Linear(Inner, Outer)));
        _model.to(type);
        foreach (Parameter parameter in _model.parameters())
            parameter.grad = randn(parameter.shape).mul_(0.01).to(type);
        _optimizer = create(_model);
    }

    private void Step()
    {
        using var scope = NewDisposeScope();
        _optimizer!.step(static () => ones(1));
    }
}
