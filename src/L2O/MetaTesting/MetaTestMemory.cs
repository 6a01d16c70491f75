using System.Globalization;

namespace L2O.MetaTesting;

/// <summary>
/// Refuses meta-tests whose curves can't be kept, before they begin: each run keeps a point of five numbers for every iteration, and the
/// table of all runs a row.
/// </summary>
internal static class MetaTestMemory
{
    private const int BytesOfPoint = 5 * sizeof(double);
    private const int BytesOfRow = 40; // of text, at least
    private const double Giga = 1e9;

    /// <summary>Iterations of the longest run whose curve can be stored.</summary>
    public const int LongestRun = 2_147_483_591 / BytesOfPoint; // bytes of the longest array

    /// <summary>Refuses what needs more than there is.</summary>
    /// <param name="settings">Lengths and numbers of runs.</param>
    /// <param name="optimizees">Number of networks.</param>
    /// <param name="contestants">Number of optimizers.</param>
    /// <param name="available">Bytes; null means what this process may use.</param>
    /// <exception cref="ArgumentException">It does; the message has both numbers.</exception>
    public static void Require(MetaTestSettings settings, int optimizees, int contestants, long? available = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Iterations > LongestRun)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"runs of {settings.Iterations:N0} iterations are too long to be stored; expected at most {LongestRun:N0}"));
        double pairs = (double)optimizees * contestants, runs = pairs * settings.Runs;
        double searches = pairs * settings.Search.Rates.Length * settings.Search.Runs;
        double bytes = runs * settings.Iterations * (BytesOfPoint + BytesOfRow) + (runs + searches) * BytesOfRow;
        long there = available ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (Math.Max(runs, searches) > Array.MaxLength || bytes > there)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{runs:N0} runs of {settings.Iterations:N0} iterations, and {searches:N0} searches, need {bytes / Giga:F1} GB of memory "
                + $"or more; expected at most {there / Giga:F1} GB, which this process may use"));
    }
}
