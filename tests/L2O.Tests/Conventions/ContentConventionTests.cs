using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace L2O.Tests.Conventions;

public sealed class ContentConventionTests
{
    private const string Kernels = "L2O.Kernels";

    // Who may know the time and the machine: what stores runs.
    private static readonly string[] StoringRooms = ["L2O.Files", "L2O.Settings", "L2O.Tables",
        "L2O.Pretrained", "L2O.Experiments", "L2O.Runs"];

    // In two pieces, so that this file does not find itself.
    private static readonly string[] Unfinished = ["TO" + "DO", "FIX" + "ME", "HA" + "CK:", "XX" + "X:", "NotImplemented" + "Exception"];

    private static readonly string[] Ambient =
    [
        "Guid.NewGuid", "Guid.CreateVersion7", "Random.Shared", "DateTime.Now", "DateTime.UtcNow",
            "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow",
        "Environment.TickCount", "Environment.TickCount64", "RandomNumberGenerator", "Path.GetRandomFileName",
    ];

    [Fact]
    public void Nothing_is_left_unfinished() => ConventionReport.AssertNone(
        from file in SourceTree.Files
        from word in Unfinished
        where file.Text.Contains(word, StringComparison.Ordinal)
        select $"{file.Path}: {word}", "no notes about missing work, no methods without a body");

    [Fact]
    public void Only_kernels_are_unsafe_or_use_intrinsics() => ConventionReport.AssertNone(
        from file in SourceTree.Under("src")
        where !file.IsWithin(Kernels)
        from finding in file.Unit.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.UnsafeKeyword))
            .Select(static token => token.ValueText)
            .Concat(file.MentionedNames.Where(static name => name.StartsWith("System.Runtime.Intrinsics", StringComparison.Ordinal)))
        select $"{file.Path}: {finding}", $"unsafe code and intrinsics live in {Kernels}");

    [Fact]
    public void Public_classes_are_sealed_or_static() => ConventionReport.AssertOnly(
        from file in SourceTree.Under("src/L2O")
        from type in file.Types
        where SourceFile.Has(type, SyntaxKind.PublicKeyword) && IsClass(type)
            && !SourceFile.Has(type, SyntaxKind.SealedKeyword) && !SourceFile.Has(type, SyntaxKind.StaticKeyword)
        select (SourceFile.NameOf(type), file.Path), ConventionExceptions.OpenClasses, "public classes are sealed or static");

    [Fact]
    public void Nothing_random_or_timely_comes_from_outside() => ConventionReport.AssertNone(
        from file in SourceTree.Under("src/L2O")
        where !StoringRooms.Any(file.IsWithin)
        from name in file.MentionedNames.Where(static name =>
            Ambient.Any(ambient => (name + ".").Contains(ambient + ".", StringComparison.Ordinal)))
            .Concat(file.Unit.DescendantNodes().OfType<IdentifierNameSyntax>().Where(IsRandomType).Select(file.At))
        select $"{file.Path}: {name}", "seeds and times are arguments");

    [Fact]
    public void Static_state_never_changes() => ConventionReport.AssertOnly(
        from file in SourceTree.Under("src")
        from member in file.Unit.DescendantNodes().OfType<MemberDeclarationSyntax>()
        where SourceFile.Has(member, SyntaxKind.StaticKeyword)
        let name = member switch
        {
            FieldDeclarationSyntax field when !SourceFile.Has(field, SyntaxKind.ReadOnlyKeyword) =>
                field.Declaration.Variables[0].Identifier.ValueText,
            PropertyDeclarationSyntax { AccessorList: { } accessors } property
                when accessors.Accessors.Any(SyntaxKind.SetAccessorDeclaration) => property.Identifier.ValueText,
            _ => null,
        }
        where name is not null
        select ($"{file.Path} {name}", "can change"), ConventionExceptions.MutableStatics, "no global switches");

    private static bool IsRandomType(IdentifierNameSyntax name) =>
        name.Identifier.ValueText == "Random" && !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name);

    private static bool IsClass(MemberDeclarationSyntax type) =>
        type is ClassDeclarationSyntax
            || (type is RecordDeclarationSyntax record && !record.ClassOrStructKeyword.IsKind(SyntaxKind.StructKeyword));
}
