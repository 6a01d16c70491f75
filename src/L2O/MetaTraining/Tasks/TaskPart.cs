namespace L2O.MetaTraining.Tasks;

/// <summary>Which samples of a data set a batch is drawn from.</summary>
internal enum TaskPart
{
    /// <summary>All.</summary>
    All,

    /// <summary>Those that are not for validation.</summary>
    Training,

    /// <summary>Every tenth of a class.</summary>
    Validation,
}
