using System.Globalization;

namespace L2O.Cluster;

/// <summary>Which of a meta-training's workers a process is. Worker 0 is the hub.</summary>
/// <param name="Worker">K, from 0.</param>
/// <param name="Workers">N.</param>
internal sealed record WorkerPlace(int Worker, int Workers)
{
    /// <summary>Whether the others call this one.</summary>
    public bool IsHub => Worker == 0;

    /// <summary>Whether this worker owns a particle or an evaluation run, counted from 0.</summary>
    public bool Owns(int number) => number % Workers == Worker;

    /// <summary>How many of that many it owns.</summary>
    public int CountOf(int items) => items > Worker ? (items - 1 - Worker) / Workers + 1 : 0;

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Worker}/{Workers}");

    /// <summary>Reads <c>K/N</c>.</summary>
    /// <exception cref="FormatException">It is something else, or K is not below N.</exception>
    public static WorkerPlace Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('/');
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int worker)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int workers) || workers < 1)
            throw new FormatException("expected K/N, worker K from 0 of N, as in 0/4");
        return worker < workers ? new WorkerPlace(worker, workers)
            : throw new FormatException($"expected a worker from 0 to {workers - 1}, as there are {workers}");
    }
}
