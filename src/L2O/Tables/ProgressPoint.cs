using System.Globalization;

namespace L2O.Tables;

/// <summary>Where a run stood at a moment: a row of its <c>progress.csv</c>.</summary>
/// <param name="Time">The moment, UTC.</param>
/// <param name="Epoch">The epoch under way, from 1; 0 for a run without epochs.</param>
/// <param name="Iterations">Inner iterations done since the run's very beginning. After a resumption it goes on at the checkpoint, which
/// may lie before the row above.</param>
/// <param name="TotalIterations">Inner iterations of the whole run.</param>
/// <param name="Loss">Mean over the training losses that were reported since the row before, in nats; NaN if none was finite.</param>
/// <param name="MetaLoss">Mean meta-loss over the meta-steps that the epoch under way has made; NaN if there is none.</param>
internal readonly record struct ProgressPoint(DateTimeOffset Time, int Epoch, long Iterations,
    long TotalIterations, double Loss, double MetaLoss)
{
    /// <summary>The first line of the file.</summary>
    public const string Header = "time,epoch,iterations,total_iterations,loss,meta_loss";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The row as a line without its end; what does not apply is an empty cell.</summary>
    public string Format() => string.Create(CultureInfo.InvariantCulture,
        $"{Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)},{(Epoch > 0 ? Epoch : null as int?)},{Iterations}," +
            $"{TotalIterations},{Text(Loss)},{Text(MetaLoss)}");

    /// <summary>
    /// Reads a line. The file is appended to while it is read and a killed process may leave half a line, so what is no row is no error.
    /// </summary>
    /// <param name="line">A line without its end.</param>
    /// <returns>The row; null if the line is none.</returns>
    public static ProgressPoint? Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line.Split(',') is not [var time, var epoch, var done, var total, var loss, var metaLoss])
            return null;
        CultureInfo culture = CultureInfo.InvariantCulture;
        int number = 0;
        bool sound = DateTime.TryParseExact(time, TimeFormat, culture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime moment)
            & (epoch.Length == 0 || int.TryParse(epoch, NumberStyles.None, culture, out number))
            & long.TryParse(done, NumberStyles.None, culture, out long iterations)
            & long.TryParse(total, NumberStyles.None, culture, out long all)
            & TryNumber(loss, out double mean)
            & TryNumber(metaLoss, out double meta);
        return sound ? new ProgressPoint(new DateTimeOffset(moment), number, iterations, all, mean, meta) : null;
    }

    private static string Text(double value) => double.IsFinite(value) ? value.ToString("G6", CultureInfo.InvariantCulture) : "";

    private static bool TryNumber(string cell, out double value)
    {
        value = double.NaN;
        return cell.Length == 0
            || (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value));
    }
}
