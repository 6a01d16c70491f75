using L2O.Training;

namespace L2O.MetaTesting;

/// <summary>Watches one test run. Disposed of at its end; without <see cref="Complete"/> before that, the run was given up.</summary>
internal interface ITestWatch : IStepObserver<float>, IDisposable
{
    /// <summary>
    /// Called once, after the last iteration, which comes early where the run diverges, and before the run counts as done.
    /// </summary>
    void Complete();
}
