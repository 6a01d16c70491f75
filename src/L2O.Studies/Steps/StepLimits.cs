namespace L2O.Studies.Steps;

/// <summary>What a study may use of the machine.</summary>
internal sealed record StepLimits
{
    /// <summary>Sets the limits.</summary>
    /// <param name="cores">Threads at work at once, 1 or more.</param>
    /// <param name="memoryMegabytes">Memory of all steps that run at once, in units of 10^6 bytes, positive. A step that needs more runs
    /// alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public StepLimits(int cores, double memoryMegabytes)
    {
        if (cores < 1)
            throw new ArgumentOutOfRangeException(nameof(cores), $"cores is {cores}; expected 1 or more");
        if (!(memoryMegabytes > 0))
            throw new ArgumentOutOfRangeException(nameof(memoryMegabytes),
                $"memoryMegabytes is {memoryMegabytes}; expected a positive number");
        (Cores, MemoryMegabytes) = (cores, memoryMegabytes);
    }

    /// <summary>Threads at work at once.</summary>
    public int Cores { get; }

    /// <summary>Memory of all steps that run at once, in units of 10^6 bytes.</summary>
    public double MemoryMegabytes { get; }
}
