using System.Collections.Immutable;
using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.Rules;

namespace L2O.Optimizers;

/// <summary>
/// Hand-designed optimizers by name, with the study's settings (for those that it lacks, PyTorch's) except for the learning rate, which is
/// searched for.
/// </summary>
internal static class OptimizerCatalog
{
    /// <summary>The valid names.</summary>
    public static ImmutableArray<string> Names { get; } =
        ["sgd", "momentum", "nesterov", "adam", "adamw", "rmsprop", "lion", "nadamw", "muon", "schedule-free-adamw"];

    /// <summary>What makes the optimizer of that name from a learning rate.</summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="name">One of <see cref="Names"/>; <c>momentum</c> is <see cref="Sgd"/> with momentum 0.9, <c>nesterov</c> the same with
    /// Nesterov's look ahead.</param>
    /// <exception cref="ArgumentException">There is no such optimizer; the message names the nearest one.</exception>
    public static Func<double, IOptimizer<T>> Factory<T>(string name) where T : unmanaged, IBinaryFloatingPointIeee754<T> => name switch
    {
        "sgd" => static rate => (IOptimizer<T>)(object)new Sgd(rate),
        "momentum" => static rate => (IOptimizer<T>)(object)new Sgd(rate, momentum: 0.9),
        "nesterov" => static rate => (IOptimizer<T>)(object)new Sgd(rate, momentum: 0.9, nesterov: true),
        "adam" => static rate => (IOptimizer<T>)(object)new Adam(rate),
        "adamw" => static rate => (IOptimizer<T>)(object)new AdamW(rate),
        "rmsprop" => static rate => (IOptimizer<T>)(object)new RmsProp(rate),
        "lion" => static rate => (IOptimizer<T>)(object)new Lion(rate),
        "nadamw" => static rate => (IOptimizer<T>)(object)new NAdamW(rate),
        "muon" => static rate => (IOptimizer<T>)(object)new Muon(rate),
        "schedule-free-adamw" => static rate => (IOptimizer<T>)(object)new ScheduleFreeAdamW(rate),
        _ => throw new ArgumentException(
            $"unknown optimizer '{name}'; expected " +
                $"{string.Join(", ", Names)}{(NearestName.Find(name, Names) is { } near ? $"; did you mean '{near}'?" : "")}"),
    };

    /// <summary>
    /// The optimizer of that name with a weight decay: added to the gradient by SGD and Adam, apart from it by AdamW and Lion.
    /// </summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="rate">Learning rate, above 0.</param>
    /// <param name="weightDecay">At least 0.</param>
    /// <exception cref="ArgumentException">There is no such optimizer, or it knows no weight decay.</exception>
    internal static IOptimizer<T> Decaying<T>(string name, double rate, double weightDecay) where T
        : unmanaged, IBinaryFloatingPointIeee754<T> =>
        (object)Factory<T>(name)(rate) switch
        {
            Sgd sgd => (IOptimizer<T>)(object)new Sgd(rate, sgd.Momentum, sgd.Nesterov, weightDecay),
            Adam => (IOptimizer<T>)(object)new Adam(rate, weightDecay: weightDecay),
            AdamW => (IOptimizer<T>)(object)new AdamW(rate, weightDecay: weightDecay),
            Lion => (IOptimizer<T>)(object)new Lion(rate, weightDecay: weightDecay),
            NAdamW => (IOptimizer<T>)(object)new NAdamW(rate, weightDecay: weightDecay),
            Muon => (IOptimizer<T>)(object)new Muon(rate, weightDecay: weightDecay),
            ScheduleFreeAdamW => (IOptimizer<T>)(object)new ScheduleFreeAdamW(rate, weightDecay: weightDecay),
            _ => throw new ArgumentException(
                $"optimizer '{name}' knows no weight decay; expected {string.Join(", ", Names.Where(static other => other != "rmsprop"))}"),
        };
}
