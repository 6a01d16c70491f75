using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace L2O.Tests.Conventions;

public sealed class DependencyConventionTests
{
    // The namespaces of the library, the lowest first: each uses those in front of it alone.
    private static readonly string[] Rows =
        ["Numerics", "Kernels", "Data", "Optimizees", "Optimizers", "Optimizers.Learned", "MetaTraining", "MetaTesting", "Dynamics", "Runs"];

    private static readonly string[] Siblings = ["MetaTraining", "MetaTesting", "Dynamics"];

    // Who may open files: what reads data sets, and what stores runs.
    private static readonly string[] DiskRows = ["Data", "Runs"];

    private static readonly string[] DiskTypes =
        ["File", "Directory", "Path", "FileStream", "FileInfo", "DirectoryInfo", "StreamReader", "StreamWriter", "RandomAccess", "MemoryMappedFile"];

    // Measured and described results; everything else of these rows computes.
    private static readonly string[] ResultRows = ["Optimizees", "MetaTraining", "MetaTesting", "Dynamics"];

    private static readonly Dictionary<string, HashSet<string>> TypesOfRow = SourceTree.Under("src/L2O")
        .GroupBy(static file => RowOf(file.Namespace) ?? "")
        .ToDictionary(static group => group.Key, static group => group.SelectMany(static file => file.Types.Select(SourceFile.NameOf)).ToHashSet());

    [Fact]
    public void Every_namespace_of_the_library_is_a_row_of_the_table() => ConventionReport.AssertNone(
        from file in SourceTree.Under("src/L2O")
        where RowOf(file.Namespace) is null
        select $"{file.Path}: namespace '{file.Namespace}'", $"namespaces are L2O.{{{string.Join(", ", Rows)}}}");

    [Fact]
    public void A_row_uses_rows_above_it_only_and_siblings_never_meet() => ConventionReport.AssertNone(
        (from file in SourceTree.Under("src/L2O")
         let row = RowOf(file.Namespace)
         where row is not null
         from used in UsedRows(file)
         where used != row && (Array.IndexOf(Rows, used) > Array.IndexOf(Rows, row) || (Siblings.Contains(row) && Siblings.Contains(used)))
         select $"{file.Path} in {row} uses {used}").Distinct(), "a row may use rows above it only; MetaTraining, MetaTesting and Dynamics never see one another");

    [Fact]
    public void The_library_knows_neither_reports_nor_studies_nor_the_command_line() => ConventionReport.AssertNone(
        from file in SourceTree.Under("src/L2O").Concat(SourceTree.Under("src/L2O.Reporting")).Concat(SourceTree.Under("src/L2O.Studies"))
        let own = file.Path.StartsWith("src/L2O/", StringComparison.Ordinal)
        let study = file.Path.StartsWith("src/L2O.Studies/", StringComparison.Ordinal)
        from name in file.MentionedNames
        where Regex.IsMatch(name, @"^L2O\.(Cli|Serving)\b|^(System\.CommandLine|Spectre|Microsoft\.AspNetCore)\b")
            || (!study && Regex.IsMatch(name, @"^L2O\.Studies\b"))
            || (own && Regex.IsMatch(name, @"^L2O\.Reporting\b|^(ScottPlot|SkiaSharp|Plotly)\b"))
        select $"{file.Path}: {name}", "dependencies point from the command line to studies to reports to the library");

    [Fact]
    public void The_server_reads_what_runs_have_stored_and_runs_nothing() => ConventionReport.AssertNone(
        from file in SourceTree.Under("src/L2O.Serving")
        from name in file.MentionedNames
        where Regex.IsMatch(name, @"^L2O\.(Cli|Kernels|Optimizees|Optimizers|Dynamics|Data)\b|^(System\.CommandLine|Spectre|ScottPlot|Plotly)\b")
        select $"{file.Path}: {name}", "the server uses stored results, their plain records, and the reports' names and colours");

    [Fact]
    public void Only_data_and_runs_touch_the_disk() => ConventionReport.AssertNone(
        from file in SourceTree.Under("src/L2O")
        where !DiskRows.Contains(RowOf(file.Namespace))
        from node in file.Unit.DescendantNodes()
        let name = node switch
        {
            MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax left } => left.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var middle } outer } when outer.ToString().StartsWith("System.IO.", StringComparison.Ordinal) => middle.Identifier.ValueText,
            ObjectCreationExpressionSyntax creation => creation.Type.ToString().Split('.')[^1],
            _ => "",
        }
        where DiskTypes.Contains(name)
        select $"{file.At(node)}: {name}", "only L2O.Data and L2O.Runs open files");

    [Fact]
    public void Reports_read_results_and_compute_nothing()
    {
        HashSet<string> results = [.. SourceTree.Under("src/L2O").SelectMany(static file => file.Types).Where(IsPlainData).Select(SourceFile.NameOf)];
        IEnumerable<string> rows =
            from file in SourceTree.Under("src/L2O.Reporting")
            from row in UsedRows(file)
            where row is "Kernels" or "Optimizers" or "Optimizers.Learned"
            select $"{file.Path} uses {row}";
        IEnumerable<string> types =
            from file in SourceTree.Under("src/L2O.Reporting")
            let computing = UsedRows(file).Where(ResultRows.Contains).SelectMany(static row => TypesOfRow.GetValueOrDefault(row, [])).Except(results).ToHashSet()
            from name in file.Identifiers
            where computing.Contains(name)
            select $"{file.Path} uses {name}";
        ConventionReport.AssertNone(rows.Concat(types).Distinct(), "reports use plain data (records, enumerations) of the computing namespaces, no kernels and no optimizers");
    }

    private static bool IsPlainData(MemberDeclarationSyntax type) => type is RecordDeclarationSyntax or EnumDeclarationSyntax;

    private static string? RowOf(string name) =>
        Rows.Where(row => name == $"L2O.{row}" || name.StartsWith($"L2O.{row}.", StringComparison.Ordinal)).MaxBy(static row => row.Length);

    private static IEnumerable<string> UsedRows(SourceFile file)
    {
        foreach (string name in file.MentionedNames)
        {
            if (RowOf(name) is { } row)
                yield return row;
            // Inside L2O, "Data.Batch" needs no using directive: a row's name followed by one of its types.
            string[] parts = name.Split('.', '<', '(');
            for (int length = 1; length < parts.Length; length++)
                if (TypesOfRow.TryGetValue(string.Join('.', parts[..length]), out HashSet<string>? types) && types.Contains(parts[length]))
                    yield return string.Join('.', parts[..length]);
        }
    }
}
