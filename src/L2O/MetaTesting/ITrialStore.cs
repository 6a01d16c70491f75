namespace L2O.MetaTesting;

/// <summary>
/// Keeps the results of single runs, so that nothing is computed twice. A key describes a run completely, so equal keys mean equal results.
/// Called from several threads at once.
/// </summary>
internal interface ITrialStore
{
    /// <summary>The summed loss of a search's run, NaN if it diverged; null if it is not stored.</summary>
    double? FindSum(string key);

    /// <summary>Keeps a search's run.</summary>
    void StoreSum(string key, double sum);

    /// <summary>The curve of a test's run; null if it is not stored.</summary>
    LossCurve? FindCurve(string key);

    /// <summary>Keeps a test's run.</summary>
    void StoreCurve(string key, LossCurve curve);
}
