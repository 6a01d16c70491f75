using Xunit;

namespace L2O.Tests.Conventions;

/// <summary>Turns a list of offenders into a failure that a person can act on.</summary>
internal static class ConventionReport
{
    /// <summary>Fails with one line an offender.</summary>
    public static void AssertNone(IEnumerable<string> offenders, string rule)
    {
        List<string> found = [.. offenders];
        Assert.True(found.Count == 0, $"{rule}:\n  {string.Join("\n  ", found)}");
    }

    /// <summary>Fails for offenders that are not excepted, and for exceptions without an offender.</summary>
    /// <param name="offenders">What breaks the rule, and a detail for the message.</param>
    /// <param name="exceptions">Allowed offenders with their reasons.</param>
    /// <param name="rule">What is expected.</param>
    public static void AssertOnly(IEnumerable<(string Offender, string Detail)> offenders,
        IReadOnlyDictionary<string, string> exceptions, string rule)
    {
        List<(string Offender, string Detail)> found = [.. offenders];
        AssertNone(found.Where(item => !exceptions.ContainsKey(item.Offender))
            .Select(static item => $"{item.Offender}: {item.Detail}"), rule);
        AssertNone(exceptions.Keys.Except(found.Select(static item => item.Offender)), "exceptions that are no longer needed");
    }
}
