namespace L2O.Bench.Results;

/// <summary>The multiply-add peak at one register width and number of threads.</summary>
/// <param name="Lanes">Register width in bits; 0 means scalar.</param>
/// <param name="Threads">Threads at work.</param>
/// <param name="Gflops">10^9 floating-point operations a second, median; a multiply-add counts as two.</param>
/// <param name="LowerQuartile">A quarter of the repetitions were slower.</param>
/// <param name="UpperQuartile">A quarter of the repetitions were faster.</param>
/// <param name="Best">The fastest repetition.</param>
internal sealed record PeakResult(int Lanes, int Threads, double Gflops, double LowerQuartile, double UpperQuartile, double Best);
