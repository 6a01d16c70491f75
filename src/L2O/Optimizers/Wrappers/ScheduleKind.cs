namespace L2O.Optimizers.Wrappers;

/// <summary>How the share of an optimizer's updates changes along a run, behind the warm-up.</summary>
public enum ScheduleKind
{
    /// <summary>Not at all.</summary>
    Constant,

    /// <summary>Half a cosine from 1 down to the least share at the end of the run, whose length must be known.</summary>
    Cosine,

    /// <summary>Times a factor every so many steps.</summary>
    Step,

    /// <summary>As <see cref="Step"/>, but gradually.</summary>
    Exponential,
}
