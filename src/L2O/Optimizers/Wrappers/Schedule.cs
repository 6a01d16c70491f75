using System.Globalization;

namespace L2O.Optimizers.Wrappers;

/// <summary>
/// The share of an optimizer's updates that is taken, from step to step (docs/mathematics.md section 7). For an optimizer with a learning
/// rate this is a schedule of the rate; a learned optimizer's updates are scaled alike.
/// </summary>
public sealed record Schedule
{
    /// <summary>A schedule.</summary>
    /// <param name="kind">What comes behind the warm-up.</param>
    /// <param name="warmUp">Steps over which the share rises from 1/warmUp to 1; 0 for none.</param>
    /// <param name="min">The least share behind the warm-up, 0 to 1; read by all kinds but the constant one.</param>
    /// <param name="every">Steps for each factor of the kinds step and exponential; 1 or more.</param>
    /// <param name="factor">The factor of the kinds step and exponential, above 0, at most 1.</param>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public Schedule(ScheduleKind kind = ScheduleKind.Constant, int warmUp = 0, double min = 0, int every = 100, double factor = 0.1)
    {
        if (!Enum.IsDefined(kind))
            throw new ArgumentOutOfRangeException(nameof(kind), $"kind is {kind}; expected one of {string.Join(", ", KindNames)}");
        if (warmUp < 0)
            throw new ArgumentOutOfRangeException(nameof(warmUp), $"warmUp is {warmUp}; expected 0 steps or more");
        if (!(min is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(min), $"min is {Text(min)}; expected a share from 0 to 1");
        if (every < 1)
            throw new ArgumentOutOfRangeException(nameof(every), $"every is {every}; expected 1 step or more");
        if (!(factor is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(factor), $"factor is {Text(factor)}; expected a number above 0, at most 1");
        (Kind, WarmUp, Min, Every, Factor) = (kind, warmUp, min, every, factor);
    }

    /// <summary>What comes behind the warm-up.</summary>
    public ScheduleKind Kind { get; }

    /// <summary>Steps over which the share rises to 1.</summary>
    public int WarmUp { get; }

    /// <summary>The least share behind the warm-up.</summary>
    public double Min { get; }

    /// <summary>Steps for each factor.</summary>
    public int Every { get; }

    /// <summary>The factor of the kinds step and exponential.</summary>
    public double Factor { get; }

    /// <summary>Half a cosine down to the end of the run.</summary>
    /// <param name="warmUp">Steps over which the share rises to 1 before.</param>
    /// <param name="min">The share at the end.</param>
    public static Schedule Cosine(int warmUp = 0, double min = 0) => new(ScheduleKind.Cosine, warmUp, min);

    /// <summary>A linear warm-up, then the whole update.</summary>
    /// <param name="steps">Its steps.</param>
    public static Schedule LinearWarmUp(int steps) => new(warmUp: steps);

    /// <summary>What a run must be able to say.</summary>
    public OptimizerNeeds Needs => Kind == ScheduleKind.Cosine ? OptimizerNeeds.Horizon : OptimizerNeeds.None;

    internal static IEnumerable<string> KindNames => Enum.GetValues<ScheduleKind>().Select(NameOf);

    /// <summary>What a kind is called in texts.</summary>
    internal static string NameOf(ScheduleKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The kind of that name; null if there is none.</summary>
    internal static ScheduleKind? KindOf(string name) =>
        Enum.GetValues<ScheduleKind>().Cast<ScheduleKind?>().FirstOrDefault(kind => NameOf(kind!.Value) == name);

    /// <summary>The share of a step's update that is taken.</summary>
    /// <param name="step">Its number in the run, from 1.</param>
    /// <param name="horizon">Steps of the run; read by the cosine alone, which stays at its end behind them.</param>
    /// <returns>0 to 1.</returns>
    public double ShareAt(int step, int? horizon)
    {
        if (step <= WarmUp)
            return (double)step / WarmUp;
        int done = step - 1 - WarmUp;
        return Kind switch
        {
            ScheduleKind.Cosine => Min + (1 - Min) * (1 + Math.Cos(Math.PI * Math.Min(1, done / Math.Max(1.0, horizon!.Value - WarmUp))))
                / 2,
            ScheduleKind.Step => Math.Max(Min, Math.Pow(Factor, done / Every)),
            ScheduleKind.Exponential => Math.Max(Min, Math.Pow(Factor, (double)done / Every)),
            _ => 1,
        };
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
