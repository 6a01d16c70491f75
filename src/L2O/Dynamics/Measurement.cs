namespace L2O.Dynamics;

/// <summary>One measured number of one run: a row of the table of dynamics.</summary>
/// <param name="Iteration">The iteration, from 1; of a snapshot the last one before it.</param>
/// <param name="Target">What was measured: a tensor's name, a symmetry's, a channel's, or <c>all</c> for everything together.</param>
/// <param name="Measure">Name of the quantity, e.g. <c>update_norm</c>; docs/dynamics.md lists them with their units.</param>
/// <param name="Value">The number.</param>
/// <param name="Position">Where in a vector of such numbers: a bin's lower edge, a frequency, an eigenvalue's rank, a unit; NaN where there
/// is one number alone.</param>
/// <param name="Low">Lower end of its 95 % interval; NaN where none was estimated.</param>
/// <param name="High">Upper end of that interval.</param>
public readonly record struct Measurement(
    int Iteration, string Target, string Measure, double Value, double Position = double.NaN,
        double Low = double.NaN, double High = double.NaN)
{
    /// <summary>The target that means everything together.</summary>
    public const string All = "all";
}
