using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers;

/// <summary>An update rule with its settings, immutable. <see cref="Start"/> gives the state that a run needs.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public interface IOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Short lower-case name for tables and files, e.g. <c>adam</c>.</summary>
    string Name { get; }

    /// <summary>Begins a run on parameters of that layout, with fresh state.</summary>
    IOptimizerRun<T> Start(ParameterLayout layout);
}
