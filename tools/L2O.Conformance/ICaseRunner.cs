namespace L2O.Conformance;

/// <summary>Computes the cases of one kind through the library's public types.</summary>
internal interface ICaseRunner
{
    /// <summary>The kind, as case files name it.</summary>
    string Kind { get; }

    /// <summary>What in this case the library can't do; null if nothing.</summary>
    string? WhyUnsupported(ConformanceCase @case);

    /// <summary>Computes the outputs and compares them.</summary>
    void Run(ConformanceCase @case, CaseComparison comparison);
}
