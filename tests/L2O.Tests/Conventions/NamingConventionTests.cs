using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace L2O.Tests.Conventions;

public sealed partial class NamingConventionTests
{
    [Fact]
    public void The_namespace_is_the_folder() => ConventionReport.AssertNone(
        from file in SourceTree.Files
        where !file.Unit.Members.OfType<GlobalStatementSyntax>().Any()
        let expected = FolderNamespace(file.Path)
        where file.Namespace != expected
        select $"{file.Path} has namespace '{file.Namespace}'; expected '{expected}'", "namespace = folder");

    [Fact]
    public void A_file_has_one_public_type_and_its_name() => ConventionReport.AssertNone(
        from file in SourceTree.Files
        where file.Types.Count > 0
        let name = Path.GetFileName(file.Path).Split('.')[0]
        let exposed = file.Types.Where(static type => SourceFile.Has(type, SyntaxKind.PublicKeyword)).ToList()
        where exposed.Count > 1 || !(exposed.Count == 1 ? exposed : file.Types).Any(type => SourceFile.NameOf(type) == name)
        select $"{file.Path} has {string.Join(", ", file.Types.Select(SourceFile.NameOf))}", "one public type a file, named after it");

    [Fact]
    public void No_name_says_nothing() => ConventionReport.AssertNone(
        from file in SourceTree.Files
        from name in file.Types.Select(SourceFile.NameOf).Concat(file.Path.Split('/').SelectMany(static part => part.Split('.')))
        where Words().Matches(name).Any(static word => word.Value is "Helper" or "Helpers" or "Util"
            or "Utils" or "Utility" or "Utilities" or "Common" or "Manager" or "Misc")
        select $"{file.Path}: '{name}'", "no Helpers, Utils, Common, Manager");

    private static string FolderNamespace(string path)
    {
        string[] folders = path.Split('/')[1..^1]; // without src, tests or benchmarks, and without the file
        return string.Join('.', folders);
    }

    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex Words();
}
