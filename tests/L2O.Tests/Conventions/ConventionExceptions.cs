namespace L2O.Tests.Conventions;

/// <summary>What may break a convention, each with its reason. A test fails when one of them is no longer needed.</summary>
internal static class ConventionExceptions
{
    /// <summary>Files with more than 300 lines.</summary>
    public static readonly IReadOnlyDictionary<string, string> LongFiles = new Dictionary<string, string>();

    /// <summary>Methods with more than 40 lines (kernels 80), as <c>path Name</c>.</summary>
    public static readonly IReadOnlyDictionary<string, string> LongMethods = new Dictionary<string, string>();

    /// <summary>Public classes that are neither sealed nor static.</summary>
    public static readonly IReadOnlyDictionary<string, string> OpenClasses = new Dictionary<string, string>
    {
        ["OptimizerRun"] = "base of all runs, also of those from outside",
        ["LearnedOptimizer"] = "base of the architectures' optimizers, also of those from outside",
        ["LearnedRun"] = "base of their runs, likewise",
        ["LearnedRule"] = "base of learned optimizers from outside",
    };

    /// <summary>Static fields or properties that can change, as <c>path name</c>.</summary>
    public static readonly IReadOnlyDictionary<string, string> MutableStatics = new Dictionary<string, string>();
}
