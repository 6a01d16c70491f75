namespace L2O.MetaTraining.Estimators;

/// <summary>Where a particle stands: enough, with its runs' states, to go on there.</summary>
/// <param name="Episode">Number of the run under way, from 0.</param>
/// <param name="BegunAt">The meta-step in which it began, from 0.</param>
/// <param name="Step">Steps of it that are counted: those before a first run that began out of lockstep included.</param>
/// <param name="Length">Steps that it will have.</param>
internal readonly record struct ParticlePlace(int Episode, int BegunAt, int Step, int Length)
{
    /// <summary>Whether the run is over, so that the next step begins another.</summary>
    public bool IsOver => Step >= Length;
}
