namespace L2O.Reporting.Tables;

/// <summary>One cell of a rendered table.</summary>
/// <param name="Text">What it shows.</param>
/// <param name="Best">Whether it holds the best value of its column among the optimizers of one optimizee.</param>
internal readonly record struct ComparisonCell(string Text, bool Best);
