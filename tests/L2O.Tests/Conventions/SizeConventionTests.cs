using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace L2O.Tests.Conventions;

public sealed class SizeConventionTests
{
    private const int LineCharacters = 140;
    private const int FileLines = 300;
    private const int FolderFiles = 25;
    private const int MethodLines = 40;
    private const int KernelLines = 80;

    [Fact]
    public void Files_have_300_lines_at_most() => ConventionReport.AssertOnly(
        from file in SourceTree.Files
        where file.LineCount > FileLines
        select (file.Path, $"{file.LineCount} lines"), ConventionExceptions.LongFiles, $"at most {FileLines} lines a file");

    [Fact]
    public void Methods_have_40_lines_at_most_and_kernels_80() => ConventionReport.AssertOnly(
        from file in SourceTree.Files
        let limit = file.IsWithin("L2O.Kernels") ? KernelLines : MethodLines
        from node in file.Unit.DescendantNodes()
        let name = NameOf(node)
        where name is not null
        let lines = LinesOf(node)
        where lines > limit
        select ($"{file.Path} {name}", $"{lines} lines, expected {limit} at most"), ConventionExceptions.LongMethods, "short methods");

    [Fact]
    public void Lines_have_140_characters_at_most() => ConventionReport.AssertNone(
        from file in SourceTree.Files
        from line in file.Text.Split('\n').Index()
        where line.Item.Length > LineCharacters
        select $"{file.Path}:{line.Index + 1}: {line.Item.Length} characters", $"at most {LineCharacters} characters a line of code");

    [Fact]
    public void Folders_have_25_files_at_most() => ConventionReport.AssertNone(
        from file in SourceTree.Files
        where !file.Path.StartsWith("tests/", StringComparison.Ordinal)
        group file by Path.GetDirectoryName(file.Path) into folder
        where folder.Count() > FolderFiles
        select $"{folder.Key}: {folder.Count()} files", $"at most {FolderFiles} files a folder");

    private static string? NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
        OperatorDeclarationSyntax operation => operation.OperatorToken.ValueText,
        LocalFunctionStatementSyntax local => local.Identifier.ValueText,
        AccessorDeclarationSyntax accessor => accessor.Keyword.ValueText,
        _ => null,
    };

    // From the first line of the signature, without documentation and attributes, to the last brace.
    private static int LinesOf(SyntaxNode node)
    {
        SyntaxNodeOrToken first = node.ChildNodesAndTokens()
            .First(static child => !child.IsNode || child.AsNode() is not AttributeListSyntax);
        FileLinePositionSpan start = first.GetLocation()!.GetLineSpan();
        return node.GetLocation().GetLineSpan().EndLinePosition.Line - start.StartLinePosition.Line + 1;
    }
}
