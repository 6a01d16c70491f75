using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace L2O.Tests.Conventions;

public sealed partial class DependencyConventionTests
{
    // The rows of the second table in docs/architecture.md, in its order.
    private static readonly string[] Rows = [.. ArchitectureDocument.Rooms];

    private static readonly string[] Siblings = ["MetaTraining", "MetaTesting", "Dynamics"];

    // Who may open files: what reads data sets, and what stores runs.
    private static readonly string[] DiskRows = ["Files", "Data", "Settings", "Tables", "Pretrained", "Experiments", "Runs"];

    private static readonly string[] DiskTypes =
        ["File", "Directory", "Path", "FileStream", "FileInfo", "DirectoryInfo", "StreamReader",
            "StreamWriter", "RandomAccess", "MemoryMappedFile"];

    // Measured and described results; everything else of these rows computes.
    private static readonly string[] ResultRows = ["Optimizees", "MetaTraining", "MetaTesting", "Dynamics"];

    private static readonly Dictionary<string, HashSet<string>> TypesOfRow = SourceTree.Under("src/L2O")
        .GroupBy(static file => RowOf(file.Namespace) ?? "")
        .ToDictionary(static group => group.Key, static group => group.SelectMany(static file => file.Types.Select(SourceFile.NameOf))
            .ToHashSet());

    [Fact]
    public void Every_namespace_of_the_library_is_a_row_of_the_table() => ConventionReport.AssertNone(
        from file in SourceTree.Under("src/L2O")
        where file.Namespace != "L2O" && RowOf(file.Namespace) is null
        select $"{file.Path}: namespace '{file.Namespace}'", $"namespaces are L2O.{{{string.Join(", ", Rows)}}}");

    [Fact]
    public void A_row_uses_rows_above_it_only_and_siblings_never_meet() => ConventionReport.AssertNone(
        (from file in SourceTree.Under("src/L2O")
         let row = RowOf(file.Namespace)
         where row is not null
         from used in UsedRows(file)
         where used != row && (Array.IndexOf(Rows, used) > Array.IndexOf(Rows, row) || (Siblings.Contains(row) && Siblings.Contains(used)))
         select $"{file.Path} in {row} uses {used}").Distinct(),
             "a row may use rows above it only; MetaTraining, MetaTesting and Dynamics never see one another");

    [Fact]
    public void Projects_reference_what_the_table_says() => ConventionReport.AssertNone(
        from project in ArchitectureDocument.Projects
        let folder = Path.Combine(SourceTree.Root, project.Key)
        let file = Path.Combine(folder, $"{Path.GetFileName(folder)}.csproj")
        from match in ProjectReference().Matches(File.ReadAllText(file))
        let used = Path.GetRelativePath(SourceTree.Root,
            Path.GetDirectoryName(Path.GetFullPath(Path.Combine(folder, match.Groups[1].Value)))!).Replace('\\', '/')
        where !project.Value.Contains($"`{used}`", StringComparison.Ordinal)
            && !(project.Value.StartsWith("all of the above", StringComparison.Ordinal) && ArchitectureDocument.Projects.ContainsKey(used))
        select $"{project.Key} references {used}", "docs/architecture.md says which project may use which");

    [Fact]
    public void Every_project_of_src_and_tools_is_in_the_table() => ConventionReport.AssertNone(
        from top in (string[])["src", "tools"]
        from file in Directory.EnumerateFiles(Path.Combine(SourceTree.Root, top), "*.csproj", SearchOption.AllDirectories)
        let folder = Path.GetRelativePath(SourceTree.Root, Path.GetDirectoryName(file)!).Replace('\\', '/')
        where !ArchitectureDocument.Projects.ContainsKey(folder)
        select folder, "docs/architecture.md names every project");

    [Fact]
    public void The_server_reads_what_runs_have_stored_and_runs_nothing() => ConventionReport.AssertNone(
        from file in SourceTree.Under("src/L2O.Serving")
        from name in file.MentionedNames
        where Regex.IsMatch(name,
            @"^L2O\.(Cli|Kernels|Optimizees|Optimizers|Dynamics|Data)\b|^(System\.CommandLine|Spectre|ScottPlot)\b")
        select $"{file.Path}: {name}", "the server uses stored results, their plain records, and the reports' names and colors");

    [Fact]
    public void Only_rooms_of_files_touch_the_disk() => ConventionReport.AssertNone(
        from file in SourceTree.Under("src/L2O")
        where file.Namespace != "L2O" && !DiskRows.Contains(RowOf(file.Namespace))
        from node in file.Unit.DescendantNodes()
        let name = node switch
        {
            MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax left } => left.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var middle } outer }
                when outer.ToString().StartsWith("System.IO.", StringComparison.Ordinal) => middle.Identifier.ValueText,
            ObjectCreationExpressionSyntax creation => creation.Type.ToString().Split('.')[^1],
            _ => "",
        }
        where DiskTypes.Contains(name)
        select $"{file.At(node)}: {name}", "only what reads data and stores runs opens files");

    [Fact]
    public void Reports_read_results_and_compute_nothing()
    {
        HashSet<string> results = [.. SourceTree.Under("src/L2O").SelectMany(static file => file.Types)
            .Where(IsPlainData).Select(SourceFile.NameOf)];
        IEnumerable<string> rows =
            from file in SourceTree.Under("src/L2O.Reporting")
            from row in UsedRows(file)
            where row is "Kernels" or "Optimizers" or "Optimizers.Learned"
            select $"{file.Path} uses {row}";
        IEnumerable<string> types =
            from file in SourceTree.Under("src/L2O.Reporting")
            let computing = UsedRows(file).Where(ResultRows.Contains)
                .SelectMany(static row => TypesOfRow.GetValueOrDefault(row, [])).Except(results).ToHashSet()
            from name in file.Identifiers
            where computing.Contains(name)
            select $"{file.Path} uses {name}";
        ConventionReport.AssertNone(rows.Concat(types).Distinct(),
            "reports use plain data (records, enumerations) of the computing namespaces, no kernels and no optimizers");
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
            // Inside L2O, "Batch" needs no using directive: a row's name followed by one of its types.
            string[] parts = name.Split('.', '<', '(');
            for (int length = 1; length < parts.Length; length++)
                if (TypesOfRow.TryGetValue(string.Join('.', parts[..length]), out HashSet<string>? types) && types.Contains(parts[length]))
                    yield return string.Join('.', parts[..length]);
        }
    }

    [GeneratedRegex("ProjectReference Include=\"([^\"]+)\"")]
    private static partial Regex ProjectReference();
}
