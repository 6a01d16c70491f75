namespace L2O.Bench.Results;

/// <summary>One kernel's speed next to the multiply-add peak of the same lanes and threads, measured in turns.</summary>
/// <param name="Name">What was run.</param>
/// <param name="Lanes">Register width in bits; 0 means scalar.</param>
/// <param name="Threads">Threads at work.</param>
/// <param name="Microseconds">Wall-clock time of one run.</param>
/// <param name="Item">What a run has many of, e.g. <c>coordinate</c>.</param>
/// <param name="NanosecondsPerItem">Median time for one of them.</param>
/// <param name="Gflops">10^9 floating-point operations a second, median; null where the kernel's work is not arithmetic.</param>
/// <param name="ShareOfPeak">Median over neighboring repetitions; null where <paramref name="Gflops"/> is.</param>
internal sealed record KernelResult(
    string Name,
    int Lanes,
    int Threads,
    Timing Microseconds,
    string Item,
    double NanosecondsPerItem,
    double? Gflops,
    double? ShareOfPeak);
