namespace L2O.Studies.Paper.Claims;

/// <summary>A statistic over runs, and over meta-trainings where a learned optimizer is part of it, with its uncertainty.</summary>
/// <param name="Value">The statistic of all.</param>
/// <param name="Low">Lower end of its 95 % bootstrap interval; NaN if there is a single run.</param>
/// <param name="High">Upper end.</param>
internal readonly record struct RunInterval(double Value, double Low, double High)
{
    /// <summary>Meta-trainings that it rests on; 0 if no learned optimizer is part of it.</summary>
    public int Starts { get; init; }

    /// <summary>Standard deviation of the statistic over the meta-trainings, each with all runs; NaN for fewer than two.</summary>
    public double StartSpread { get; init; } = double.NaN;

    /// <summary>Standard deviation of the statistic over the runs, each with all meta-trainings; NaN for fewer than two.</summary>
    public double RunSpread { get; init; } = double.NaN;
}
