namespace L2O.Optimizers;

/// <summary>What an optimizer reads besides theta, gradient and iteration. Whoever lacks it is refused at the start of a run.</summary>
[Flags]
public enum OptimizerNeeds
{
    /// <summary>Nothing else.</summary>
    None = 0,

    /// <summary>The loss on the step's batch, before the step.</summary>
    Loss = 1,

    /// <summary>A loss on samples that are not trained on.</summary>
    ValidationLoss = 2,

    /// <summary>The number of steps that the run will have.</summary>
    Horizon = 4,
}
