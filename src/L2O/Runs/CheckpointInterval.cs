using System.Diagnostics;
using System.Globalization;

namespace L2O.Runs;

/// <summary>How often a meta-training stores where it stands, besides the end of each epoch: by time or by meta-steps.</summary>
internal sealed record CheckpointInterval
{
    private CheckpointInterval(TimeSpan? time, int? steps) => (Time, Steps) = (time, steps);

    /// <summary>Every 30 seconds.</summary>
    public static CheckpointInterval Default { get; } = Every(TimeSpan.FromSeconds(30));

    /// <summary>Time between two checkpoints; null if steps count.</summary>
    public TimeSpan? Time { get; }

    /// <summary>Places where a checkpoint is possible (meta-steps, mostly) from one to the next; null if time counts.</summary>
    public int? Steps { get; }

    /// <summary>Whether the next checkpoint is due.</summary>
    /// <param name="steps">Places where one was possible since the last.</param>
    /// <param name="last">Time stamp of the last, of <see cref="Stopwatch"/>.</param>
    public bool IsDue(int steps, long last) => Steps is { } wanted ? steps >= wanted : Stopwatch.GetElapsedTime(last) >= Time;

    /// <summary>By time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative time.</exception>
    public static CheckpointInterval Every(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return new CheckpointInterval(time, null);
    }

    /// <summary>By meta-steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one.</exception>
    public static CheckpointInterval EverySteps(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        return new CheckpointInterval(null, steps);
    }

    /// <summary>As <see cref="Parse"/> reads it, in the largest unit without a fraction.</summary>
    public override string ToString()
    {
        if (Steps is { } steps)
            return string.Create(CultureInfo.InvariantCulture, $"{steps}steps");
        double milliseconds = Time!.Value.TotalMilliseconds;
        (string unit, double size) = new[] { ("h", 3600e3), ("min", 60e3), ("s", 1e3) }
            .FirstOrDefault(pair => milliseconds > 0 && milliseconds % pair.Item2 == 0, ("ms", 1));
        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds / size}{unit}");
    }

    /// <summary>Reads <c>30s</c>, <c>500ms</c>, <c>2min</c>, <c>1h</c> or <c>100steps</c>.</summary>
    /// <exception cref="FormatException">None of these.</exception>
    public static CheckpointInterval Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int digits = text.TakeWhile(static c => char.IsAsciiDigit(c) || c == '.').Count();
        string unit = text[digits..].Trim();
        if (double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
        {
            if (unit is "steps" or "step" && number >= 1 && number <= int.MaxValue && double.IsInteger(number))
                return EverySteps((int)number);
            double? seconds = unit switch { "ms" => number / 1000, "s" => number, "min" => 60 * number, "h" => 3600 * number, _ => null };
            if (seconds is <= 1e6)
                return Every(TimeSpan.FromSeconds(seconds.Value));
        }
        throw new FormatException($"checkpoint interval '{text}'; expected a number with a unit, as in 500ms, 30s, 2min, 1h or 100steps");
    }
}
