using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers;

/// <summary>An update rule with its settings, immutable. <see cref="Start"/> gives the state that a run needs.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public interface IOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Short lower-case name for tables and files, e.g. <c>adam</c>.</summary>
    string Name { get; }

    /// <summary>What it reads besides theta, gradient and iteration; nothing unless it says so.</summary>
    OptimizerNeeds Needs => OptimizerNeeds.None;

    /// <summary>What its updates are proportional to, and a decoupled weight decay with them; 1 where there is no such number.</summary>
    double LearningRate => 1;

    /// <summary>Begins a run on parameters of that layout, with fresh state.</summary>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="context">What the caller knows of the run; null means nothing.</param>
    /// <exception cref="ArgumentException">The context lacks what <see cref="Needs"/> asks for.</exception>
    OptimizerRun<T> Start(ParameterLayout layout, RunContext? context = null);
}
