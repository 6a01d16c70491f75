using L2O.Experiments;
using L2O.Settings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace L2O.Tests.Conventions;

public class ReadmeTests
{
    private static readonly string[] s_files =
        ["README.md", "docs/optimizees.md", "docs/dynamics.md", "docs/data.md", "docs/learned-optimizers.md", "docs/networks.md",
            "docs/torchsharp.md",
            "src/L2O/PACKAGE.md",
            "src/L2O.Reporting/PACKAGE.md", "src/L2O.Readers/PACKAGE.md", "src/L2O.TorchSharp/PACKAGE.md"];

    private static readonly string Readme = File.ReadAllText(Path.Combine(SourceTree.Root, "README.md"));

    public static TheoryData<string, int> Examples
    {
        get
        {
            var examples = new TheoryData<string, int>();
            foreach (string file in s_files)
                for (int i = 0; i < CodeOf(file).Length; i++)
                    examples.Add(file, i);
            return examples;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Examples_compile_against_the_library(string file, int number)
    {
        string example = CodeOf(file)[number];
        IEnumerable<string> platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "example",
            [CSharpSyntaxTree.ParseText("global using System; global using System.Linq;",
                cancellationToken: TestContext.Current.CancellationToken),
                CSharpSyntaxTree.ParseText(example, cancellationToken: TestContext.Current.CancellationToken)],
            platform.Select(static path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication));

        Assert.Contains("using L2O", example, StringComparison.Ordinal);
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void Json_examples_are_valid_experiments()
    {
        string text = File.ReadAllText(Path.Combine(SourceTree.Root, "docs/experiments.md"));
        string json = text.Split("```json\n")[1].Split("```")[0];
        Assert.Equal("mlp-leaky-relu-20", SettingsJson.Parse<Experiment>(json, "docs/experiments.md").Optimizee);
    }

    [Fact]
    public void Every_linked_file_is_there()
    {
        string[] targets = [.. Readme.Split("](").Skip(1).Select(static rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)])
            .Where(static target => !target.StartsWith("https://", StringComparison.Ordinal))];

        Assert.NotEmpty(targets);
        Assert.All(targets, static target => Assert.True(Path.Exists(Path.Combine(SourceTree.Root, target.Split('#')[0])), target));
    }

    private static string[] CodeOf(string file) =>
        [.. File.ReadAllText(Path.Combine(SourceTree.Root, file)).Split("```csharp\n").Skip(1)
            .Select(static rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)])];
}
