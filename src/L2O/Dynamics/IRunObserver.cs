using System.Numerics;
using L2O.Training;

namespace L2O.Dynamics;

/// <summary>An observer that has more to say when the run is over, e.g. what needs the whole series.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public interface IRunObserver<T> : IStepObserver<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Called once, after the last iteration.</summary>
    void OnEnd();
}
