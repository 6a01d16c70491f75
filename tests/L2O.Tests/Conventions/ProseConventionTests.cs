using System.Text.RegularExpressions;
using Xunit;

namespace L2O.Tests.Conventions;

/// <summary>Documents: how wide they are, and how words are spelled in them and in the code.</summary>
public sealed partial class ProseConventionTests
{
    private const int LineCharacters = 140;

    // Written by the program, as its results of one day.
    private static readonly string[] s_generated = ["docs/results/quick/report.md"];

    private static IEnumerable<string> Documents =>
        Directory.EnumerateFiles(SourceTree.Root, "*.md")
            .Concat(new[] { "docs", "src", "samples" }
                .SelectMany(static folder =>
                    Directory.EnumerateFiles(Path.Combine(SourceTree.Root, folder), "*.md", SearchOption.AllDirectories)))
            .Select(static path => Path.GetRelativePath(SourceTree.Root, path).Replace('\\', '/'))
            .Where(static path => !path.Split('/').Any(static part => part is "bin" or "obj") && !s_generated.Contains(path));

    [Fact]
    public void Lines_of_documents_have_140_characters_at_most() => ConventionReport.AssertNone(
        from path in Documents
        from line in File.ReadLines(Path.Combine(SourceTree.Root, path)).Index()
        where line.Item.Length > LineCharacters && !line.Item.TrimStart().StartsWith('|')
        select $"{path}:{line.Index + 1}: {line.Item.Length} characters",
        $"at most {LineCharacters} characters a line of prose, rows of tables aside");

    [Fact]
    public void Spelling_is_American() => ConventionReport.AssertNone(
        (from path in Documents
         from line in File.ReadLines(Path.Combine(SourceTree.Root, path)).Index()
         from Match word in British().Matches(line.Item)
         select $"{path}:{line.Index + 1}: {word.Value}")
        .Concat(
            from file in SourceTree.Files
            where !file.Path.EndsWith("ProseConventionTests.cs", StringComparison.Ordinal)
            from line in file.Text.Split('\n').Index()
            where !AllowedInCode().IsMatch(line.Item)
            from Match word in British().Matches(line.Item)
            select $"{file.Path}:{line.Index + 1}: {word.Value}"), "American spelling, in identifiers too");

    [GeneratedRegex(
        @"\w*(grey|(normal|regular|standard|optim|initial|minim|maxim|general|random|summar|quant|serial|recogn|organ|parametr)" +
        @"is(e|ed|es|er|ers|ing|ation|ations)\b|colour|neighbour|behaviour|favour|centre[ds]?\b|centring|judgement|labelled\b|" +
        @"licence|analyse[dr]?\b|artefact|cancelled|cancelling|modell(ed|ing)|catalogue|fibre|defence|practise)",
        RegexOptions.IgnoreCase)]
    private static partial Regex British();

    // The earlier name of a key that is still read, and the name of a color in the terminal's own markup.
    [GeneratedRegex("""\[grey\]|"grey"|grey=|Color\.Grey""")]
    private static partial Regex AllowedInCode();
}
