namespace L2O.Reporting.Tables;

/// <summary>One cell of a rendered table.</summary>
/// <param name="Text">What it shows.</param>
/// <param name="Best">Whether the runs say that it is the best of its column among the optimizers of one optimizee.</param>
/// <param name="Level">Whether it is at the top together with others that the runs don't separate from it.</param>
internal readonly record struct ComparisonCell(string Text, bool Best, bool Level = false)
{
    /// <summary>The text, with the sign of those that are level.</summary>
    public string Marked => Level ? $"{Text} =" : Text;
}
