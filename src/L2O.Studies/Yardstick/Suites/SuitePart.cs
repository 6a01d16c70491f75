namespace L2O.Studies.Yardstick.Suites;

/// <summary>What a task of a suite may be used for.</summary>
internal enum SuitePart
{
    /// <summary>Choices are made by it, such as which of several learned optimizers is the best.</summary>
    Validation,

    /// <summary>Judged by it in the end, and nothing else.</summary>
    Test,
}
