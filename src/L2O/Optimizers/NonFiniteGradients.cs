namespace L2O.Optimizers;

/// <summary>What a run does with a step whose gradient has NaN or infinity.</summary>
public enum NonFiniteGradients
{
    /// <summary>It makes the step; what comes of it shows in the update, and in some optimizers in all updates behind it.</summary>
    Pass,

    /// <summary>It leaves theta and state as they are; the iteration counts.</summary>
    Skip,

    /// <summary>It throws a <see cref="NotFiniteNumberException"/>, before anything changes; the message names the tensor.</summary>
    Refuse,
}
