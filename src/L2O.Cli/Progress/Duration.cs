namespace L2O.Cli.Progress;

/// <summary>Times for people.</summary>
internal static class Duration
{
    /// <summary>E.g. <c>42 s</c>, <c>3 min 05 s</c> or <c>2 h 10 min</c>, rounded up.</summary>
    /// <param name="seconds">Not negative.</param>
    public static string Text(double seconds)
    {
        var whole = (long)Math.Ceiling(Math.Min(seconds, long.MaxValue / 2.0));
        return whole < 60 ? $"{whole} s" : whole < 3600 ? $"{whole / 60} min {whole % 60:00} s"
            : $"{whole / 3600} h {whole % 3600 / 60:00} min";
    }
}
