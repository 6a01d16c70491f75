using L2O.Optimizees;
using L2O.Optimizers;

namespace L2O.MetaTesting;

/// <summary>Watches the test runs of a meta-test, each with a watch of its own. Called from several threads at once.</summary>
internal interface ITestObserver
{
    /// <summary>Whether all that a watch would see of a stored run is known already; if not, the run is made again.</summary>
    bool HasSeen(TestTrial trial);

    /// <summary>Begins to watch a run.</summary>
    /// <param name="trial">Which.</param>
    /// <param name="network">What is trained; used by this run alone while it lasts.</param>
    /// <param name="optimizer">What trains it.</param>
    /// <param name="compute">The lanes and threads of the run.</param>
    ITestWatch Watch(TestTrial trial, IOptimizee<float> network, IOptimizer<float> optimizer, Compute compute);
}
