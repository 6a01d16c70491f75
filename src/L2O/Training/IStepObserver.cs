using System.Numerics;

namespace L2O.Training;

/// <summary>Watches an inner run, iteration by iteration, without changing it.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public interface IStepObserver<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Called once an iteration before its step, when loss and gradient are known; does nothing unless implemented.</summary>
    void BeforeStep(in StepStart<T> start)
    {
    }

    /// <summary>Called once an iteration after its step; does nothing unless implemented.</summary>
    void OnStep(in StepView<T> step)
    {
    }
}
