namespace L2O.Cli.Options;

/// <summary>Names given as one value, separated by commas; the help shows a default of this type the same way.</summary>
/// <param name="Names">In the order typed.</param>
internal sealed record NameList(params IReadOnlyList<string> Names)
{
    public override string ToString() => string.Join(',', Names);
}
