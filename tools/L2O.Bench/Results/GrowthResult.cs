namespace L2O.Bench.Results;

/// <summary>Time and memory of one unroll with its meta-gradient for one size of the problem.</summary>
/// <param name="Coordinates">n.</param>
/// <param name="Unroll">U.</param>
/// <param name="Nanoseconds">Wall-clock time for one coordinate and iteration, all threads together.</param>
/// <param name="RelativeToReference">
/// <paramref name="Nanoseconds"/> over those of the reference size (n of the trained network, U = 20) that were measured in turns with it;
/// median.
/// </param>
/// <param name="TapeBytes">4·n·U: the gradients of an unroll.</param>
/// <param name="OtherBytes">Everything else that was allocated: state, its copy at the unroll's start, vectors, workspaces.</param>
internal sealed record GrowthResult(int Coordinates, int Unroll, Timing Nanoseconds, double RelativeToReference,
    long TapeBytes, long OtherBytes);
