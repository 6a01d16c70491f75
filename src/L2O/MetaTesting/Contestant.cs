using L2O.Kernels;
using L2O.Optimizers;

namespace L2O.MetaTesting;

/// <summary>An optimizer in a comparison: one with a learning rate that is searched for each optimizee, or one that is ready.</summary>
public sealed class Contestant
{
    private readonly Func<double, Compute, IOptimizer<float>> _create;

    private Contestant(string name, bool isTuned, Func<double, Compute, IOptimizer<float>> create)
    {
        Name = name;
        IsTuned = isTuned;
        _create = create;
    }

    /// <summary>Name in tables and figures.</summary>
    public string Name { get; }

    /// <summary>Whether a learning rate is searched for it.</summary>
    public bool IsTuned { get; }

    /// <summary>A hand-designed optimizer whose learning rate is searched.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="create">From a learning rate to the optimizer.</param>
    public static Contestant Tuned(string name, Func<double, IOptimizer<float>> create) => new(name, true, (rate, _) => create(rate));

    /// <summary>An optimizer that needs no search, such as a learned one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="create">Called once for each worker, with the lanes and threads that it may use.</param>
    public static Contestant Ready(string name, Func<Compute, IOptimizer<float>> create) => new(name, false, (_, compute) => create(compute));

    internal IOptimizer<float> Create(double learningRate, Compute compute) => _create(learningRate, compute);
}
