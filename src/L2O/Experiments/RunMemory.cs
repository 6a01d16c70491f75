using System.Globalization;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;

namespace L2O.Experiments;

/// <summary>
/// Refuses runs that can't fit into this machine's memory, before they begin: the system would kill them without a word. What a run needs
/// is counted from below, so that nothing that fits is refused.
/// </summary>
internal static class RunMemory
{
    private const int LoopVectors = 3; // theta, gradient, update
    private const int UsualStates = 2; // as Adam's moments
    private const double Giga = 1e9;

    private static readonly ParameterLayout s_probe = new(("weight", [40, 20]), ("bias", [200]));

    /// <summary>The memory that this process may use, in bytes.</summary>
    public static long Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Refuses a run that needs more than there is.</summary>
    /// <param name="name">The network's name, for the message.</param>
    /// <param name="network">What is trained.</param>
    /// <param name="batch">Samples a batch.</param>
    /// <param name="vectors">Vectors of the network's length that are kept besides theta, gradient and update.</param>
    /// <param name="available">Bytes; null means this machine's.</param>
    /// <exception cref="ArgumentException">It does; the message has both numbers, or says which array is longer than there can
    /// be.</exception>
    public static void Require(string name, Network<float> network, int batch, double vectors, long? available = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        int widest = Math.Max(network.InputSize, network.Layers.Max(static layer => layer.OutputSize));
        if ((long)batch * widest > Array.MaxLength)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"a batch of {batch} has {(long)batch * widest:N0} values in a layer of network '{name}'; expected at most "
                + $"{Array.MaxLength:N0}, so a smaller batch or network"));
        double values = (LoopVectors + vectors) * network.Layout.Count
            + (double)batch * network.Layers.Sum(static layer => (double)layer.OutputSize);
        double bytes = values * sizeof(float);
        long there = available ?? Available;
        if (bytes > there)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"network '{name}' with {network.Layout.Count:N0} parameters needs {bytes / Giga:F1} GB of memory or more in this run; "
                + $"expected at most {there / Giga:F1} GB, which this process may use"));
    }

    /// <summary>Numbers that an optimizer keeps for each parameter, measured on a small vector.</summary>
    /// <param name="create">Makes it.</param>
    public static double StatesOf(Func<IOptimizer<float>> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        try
        {
            return create().Start(s_probe, new RunContext(1, givesLoss: true, givesValidationLoss: true)).StateParts
                .Sum(static part => (double)part.Channels * part.Count) / s_probe.Count;
        }
        catch (ArgumentException)
        {
            return UsualStates; // it has to do with tensors that this vector lacks
        }
    }
}
