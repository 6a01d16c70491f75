using L2O.Tables;

namespace L2O.Studies.Paper.Claims;

/// <summary>A claim of the study as code: a subclass says what is computed from the stored tables and which conditions must hold.</summary>
internal abstract class Claim
{
    /// <summary>Names a claim.</summary>
    /// <param name="id"><c>C1</c> to <c>C12</c>.</param>
    /// <param name="statement">What the study says, and what is tested.</param>
    /// <param name="source">Where it says so.</param>
    /// <param name="setting">What was run to judge it.</param>
    private protected Claim(string id, string statement, string source, string setting) =>
        (Id, Statement, Source, Setting) = (id, statement, source, setting);

    /// <summary><c>C1</c> to <c>C12</c>.</summary>
    public string Id { get; }

    /// <summary>What the study says, and what is tested.</summary>
    public string Statement { get; }

    /// <summary>Where it says so.</summary>
    public string Source { get; }

    /// <summary>What was run to judge it.</summary>
    public string Setting { get; }

    /// <summary>Judges it. Where the tables lack something it is not judged, and the finding says what is missing.</summary>
    /// <param name="tables">What was stored.</param>
    public ClaimResult Judge(StudyTables tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        var judgment = new ClaimJudgment();
        try
        {
            Collect(tables, judgment);
            return new ClaimResult(Id, Statement, Source, Setting, judgment.Verdict, judgment.Finding, judgment.Evidence);
        }
        catch (MissingResultException missing)
        {
            return new ClaimResult(Id, Statement, Source, Setting, ClaimVerdict.NotJudged,
                $"Not judged: {missing.Message}.", judgment.Evidence);
        }
    }

    /// <summary>Computes the numbers and states the conditions.</summary>
    private protected abstract void Collect(StudyTables tables, ClaimJudgment judgment);
}
