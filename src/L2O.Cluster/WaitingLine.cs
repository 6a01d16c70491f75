using System.Diagnostics;
using System.Globalization;

namespace L2O.Cluster;

/// <summary>Says now and then whom a worker waits for, and ends the wait when it is too long.</summary>
/// <param name="options">Whom to tell, how long.</param>
internal sealed class WaitingLine(ClusterOptions options)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(3), s_again = TimeSpan.FromMinutes(1);

    private readonly long _started = Stopwatch.GetTimestamp();
    private TimeSpan _next = s_first;

    /// <summary>What is waited for where workers have not sent their part of a round.</summary>
    public static string Parts(IReadOnlyCollection<int> missing, ClusterRun run, int round) =>
        $"{(missing.Count == 1 ? "worker" : "workers")} {string.Join(", ", missing)} of {run.Place.Workers} with their part of "
            + run.Sizes.Rounds.Describe(round);

    /// <summary>The wait goes on.</summary>
    /// <param name="forWhat">What is waited for.</param>
    /// <param name="isAlive">Whether it is known to come: then there is no end to the patience.</param>
    /// <exception cref="TimeoutException">The wait is too long.</exception>
    public void Say(string forWhat, bool isAlive = false)
    {
        TimeSpan waited = Stopwatch.GetElapsedTime(_started);
        if (waited >= options.Timeout && !isAlive)
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture,
                $"waited {waited.TotalSeconds:F0} s for {forWhat}; expected it within --worker-timeout"));
        if (waited < _next)
            return;
        _next = waited + s_again;
        options.Note?.Invoke(string.Create(CultureInfo.InvariantCulture, $"waiting for {forWhat} since {waited.TotalSeconds:F0} s"));
    }
}
