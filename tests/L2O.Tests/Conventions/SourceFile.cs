using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace L2O.Tests.Conventions;

/// <summary>One C# file of the repository, parsed.</summary>
internal sealed class SourceFile
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    public SourceFile(string root, string path)
    {
        FullPath = path;
        Path = System.IO.Path.GetRelativePath(root, path).Replace('\\', '/');
        Text = File.ReadAllText(path);
        Unit = CSharpSyntaxTree.ParseText(Text, Options).GetCompilationUnitRoot();
        Namespace = Unit.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? "";
        Types = [.. Unit.DescendantNodes().OfType<MemberDeclarationSyntax>()
            .Where(static node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
                && node.Parent is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)];
    }

    public string FullPath { get; }

    /// <summary>From the repository's root, with forward slashes.</summary>
    public string Path { get; }

    public string Text { get; }

    public CompilationUnitSyntax Unit { get; }

    public string Namespace { get; }

    /// <summary>The types that are not nested in another.</summary>
    public IReadOnlyList<MemberDeclarationSyntax> Types { get; }

    public int LineCount => Unit.SyntaxTree.GetText().Lines.Count - (Text.EndsWith('\n') ? 1 : 0);

    /// <summary>Namespaces in using directives, aliases and qualified names, of which only the part from <c>L2O</c> on counts.</summary>
    public IEnumerable<string> MentionedNames => Unit.DescendantNodes(descendIntoTrivia: false)
        .Where(static node => node is QualifiedNameSyntax or MemberAccessExpressionSyntax or UsingDirectiveSyntax)
        .Select(static node => (node is UsingDirectiveSyntax directive ? directive.NamespaceOrType.ToString() : node.ToString())
            .Replace("global::", "", StringComparison.Ordinal));

    public IEnumerable<string> Identifiers =>
        Unit.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText);

    public static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax declaration => declaration.Identifier.ValueText,
        DelegateDeclarationSyntax declaration => declaration.Identifier.ValueText,
        _ => "",
    };

    public static bool Has(MemberDeclarationSyntax member, SyntaxKind modifier) => member.Modifiers.Any(modifier);

    /// <summary>Whether the file's namespace is that one or lies in it.</summary>
    public bool IsWithin(string name) => Namespace == name || Namespace.StartsWith(name + ".", StringComparison.Ordinal);

    public string At(SyntaxNode node) => $"{Path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";

    public override string ToString() => Path;
}
