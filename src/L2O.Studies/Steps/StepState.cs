namespace L2O.Studies.Steps;

/// <summary>How a step of a study stands.</summary>
internal enum StepState
{
    /// <summary>Its inputs are not there yet, or others have the cores.</summary>
    Waiting,

    /// <summary>It runs, or a process that ran it was killed.</summary>
    Running,

    /// <summary>It was made earlier, and nothing that it depends on has changed.</summary>
    Kept,

    /// <summary>It was made now.</summary>
    Done,

    /// <summary>It could not be made.</summary>
    Failed,

    /// <summary>It was not begun, because a step that it reads failed.</summary>
    Blocked,

    /// <summary>It was interrupted and can go on where it stands.</summary>
    Interrupted,
}
