using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace L2O.Tests.Conventions;

public class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(SourceTree.Root, "README.md"));

    [Fact]
    public void The_example_compiles_against_the_library()
    {
        const string opening = "```csharp\n";
        int start = Readme.IndexOf(opening, StringComparison.Ordinal) + opening.Length;
        string example = Readme[start..Readme.IndexOf("```", start, StringComparison.Ordinal)];
        IEnumerable<string> platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "example",
            [CSharpSyntaxTree.ParseText("global using System;", cancellationToken: TestContext.Current.CancellationToken), CSharpSyntaxTree.ParseText(example, cancellationToken: TestContext.Current.CancellationToken)],
            platform.Select(static path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication));

        Assert.Contains(".Step(theta, gradient)", example, StringComparison.Ordinal);
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void Every_linked_file_is_there()
    {
        string[] targets = [.. Readme.Split("](").Skip(1).Select(static rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)]).Where(static target => !target.StartsWith("https://", StringComparison.Ordinal))];

        Assert.NotEmpty(targets);
        Assert.All(targets, static target => Assert.True(Path.Exists(Path.Combine(SourceTree.Root, target)), target));
    }
}
