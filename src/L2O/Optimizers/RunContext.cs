namespace L2O.Optimizers;

/// <summary>What a caller knows of a run at its start, and what it will give in each step.</summary>
public sealed record RunContext
{
    /// <summary>A context; without arguments one that knows nothing.</summary>
    /// <param name="horizon">Steps that the run will have, 1 or more; null if nobody knows.</param>
    /// <param name="givesLoss">Whether each step comes with the loss on its batch.</param>
    /// <param name="givesValidationLoss">Whether each step comes with a loss on samples that are not trained on.</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is below 1.</exception>
    public RunContext(int? horizon = null, bool givesLoss = false, bool givesValidationLoss = false)
    {
        if (horizon < 1)
            throw new ArgumentOutOfRangeException(nameof(horizon), $"horizon is {horizon}; expected 1 step or more, or null");
        (Horizon, GivesLoss, GivesValidationLoss) = (horizon, givesLoss, givesValidationLoss);
    }

    /// <summary>Steps that the run will have; null if nobody knows.</summary>
    public int? Horizon { get; }

    /// <summary>Whether each step comes with the loss on its batch.</summary>
    public bool GivesLoss { get; }

    /// <summary>Whether each step comes with a loss on samples that are not trained on.</summary>
    public bool GivesValidationLoss { get; }

    /// <summary>Refuses a run whose optimizer would miss something.</summary>
    /// <param name="context">What the caller has; null means nothing.</param>
    /// <param name="optimizer">The optimizer's name, for the message.</param>
    /// <param name="needs">What it needs.</param>
    /// <exception cref="ArgumentException">A need is not met; the message says which.</exception>
    public static void Require(RunContext? context, string optimizer, OptimizerNeeds needs)
    {
        if (needs.HasFlag(OptimizerNeeds.Horizon) && context?.Horizon is null)
            throw Missing(optimizer, "the number of steps", "a run whose length is known");
        if (needs.HasFlag(OptimizerNeeds.Loss) && context?.GivesLoss != true)
            throw Missing(optimizer, "the loss", "a run that gives it in each step");
        if (needs.HasFlag(OptimizerNeeds.ValidationLoss) && context?.GivesValidationLoss != true)
            throw Missing(optimizer, "a validation loss", "a run that gives one in each step");
    }

    private static ArgumentException Missing(string optimizer, string what, string expected) =>
        new($"optimizer '{optimizer}' reads {what}, which this run does not have; expected {expected}");
}
