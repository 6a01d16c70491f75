using System.Text.RegularExpressions;
using Xunit;

namespace L2O.Tests.Cli;

/// <summary>
/// What documents print of a command is what it prints. Cheap ones are compared always, and written with L2O_WRITE_DOCS=1; those that take
/// minutes are run and written with L2O_WRITE_DOCS=all. In a document <c>…</c> stands for any text, a line in brackets for any lines, and
/// lines may be wrapped.
/// </summary>
public sealed class PrintedOutputTests : IDisposable
{
    private const string Prompt = "$ l2o ";
    private const string Fence = "```";
    private const string NotFound = "not found; 'l2o data get fashion-mnist' downloads it"; // a package of the system may hold it

    private static readonly string[] s_cheap =
        ["describe ", "config diff ", "symmetries ", "meta-train --out runs/a --set epochs=3", "data list "];
    private static readonly string[] s_long = ["quickstart", "meta-train --out runs/tiny", "meta-test l2o-quickstart"];

    private readonly TinyMnist _data = new();

    public static TheoryData<string, string> Cheap => [.. Commands(s_cheap)];

    public void Dispose() => _data.Dispose();

    [Theory]
    [MemberData(nameof(Cheap))]
    public void A_document_prints_what_the_command_prints(string document, string command) =>
        Compare(document, command, Environment.GetEnvironmentVariable("L2O_WRITE_DOCS") == "1");

    /// <summary>One behind the other: the later ones use what the first one made. To be run alone, as it goes to another folder.</summary>
    [Fact]
    public void Documents_print_what_the_long_commands_print()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("L2O_WRITE_DOCS") == "all", "it takes minutes; L2O_WRITE_DOCS=all runs it");
        using var folder = new TemporaryFolder();
        string before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = folder.Root;
        try
        {
            foreach (string start in s_long)
                foreach ((string document, string command) in Commands([start]))
                    Compare(document, command, mayWrite: true);
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    private void Compare(string document, string command, bool mayWrite)
    {
        string path = Path.Combine(RepositoryFolder.Root, document);
        string[] lines = File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n');
        int start = Array.IndexOf(lines, Prompt + command) + 1;
        int end = Enumerable.Range(start, lines.Length - start).First(i => lines[i].StartsWith(Fence, StringComparison.Ordinal)
            || lines[i].StartsWith("$ ", StringComparison.Ordinal));
        string[] printed = Printed(command), documented = lines[start..end];
        if (Matches(documented, printed))
            return;
        string[] expected = Elided(documented, printed);
        if (mayWrite)
            File.WriteAllLines(path, [.. lines[..start], .. expected, .. lines[end..^1]]);
        Assert.True(mayWrite, $"{document}: 'l2o {command}' prints\n{string.Join('\n', printed)}\ninstead of\n"
            + $"{string.Join('\n', documented)}\nrun this test with L2O_WRITE_DOCS=1 to write it");
    }

    private string[] Printed(string command)
    {
        string[] words = command.Split(' ');
        if (command.StartsWith("data list", StringComparison.Ordinal))
            words = [.. words[..^1], _data.Root];
        CliHarness.CliOutcome outcome = CliHarness.Run(words);
        string text = outcome.Code == 0 && outcome.Output.Length > 0 ? outcome.Output : outcome.Error;
        return text.ReplaceLineEndings("\n").Replace(_data.Root, "…/data", StringComparison.Ordinal)
            .Replace("found in /usr/share/datasets/fashion-mnist".PadRight(NotFound.Length), NotFound, StringComparison.Ordinal)
            .Replace(Environment.CurrentDirectory, "…", StringComparison.Ordinal).TrimEnd('\n').Split('\n');
    }

    /// <summary>Whether the printed lines are the documented ones, however they are wrapped.</summary>
    private static bool Matches(string[] documented, string[] printed)
    {
        string pattern = string.Concat(documented.Select(static line =>
            line.StartsWith('[') ? @"[\s\S]*" : Regex.Escape(line.Trim()).Replace("…", ".*", StringComparison.Ordinal)
                .Replace(@"\ ", " ", StringComparison.Ordinal) + " "));
        return Regex.IsMatch(Normal(printed), $"^{Spaces(pattern)}$");
    }

    private static string Normal(string[] lines) => Spaces(string.Join(' ', lines) + " ");

    private static string Spaces(string text) => Regex.Replace(text, " +", " ");

    /// <summary>
    /// The printed lines with what the document leaves out left out: as many lines at the beginning and the end as it has.
    /// </summary>
    private static string[] Elided(string[] documented, string[] printed)
    {
        int first = Array.FindIndex(documented, static line => line.StartsWith('['));
        if (first < 0)
            return printed;
        int last = Array.FindLastIndex(documented, static line => line.StartsWith('['));
        int behind = Math.Min(documented.Length - last - 1, printed.Length);
        return [.. printed[..Math.Min(first, printed.Length)], .. documented[first..(last + 1)], .. printed[(printed.Length - behind)..]];
    }

    private static IEnumerable<(string, string)> Commands(string[] beginnings) =>
        from file in Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, "docs"), "*.md")
            .Append(Path.Combine(RepositoryFolder.Root, "README.md")).Order(StringComparer.Ordinal)
        from line in File.ReadLines(file)
        where line.StartsWith(Prompt, StringComparison.Ordinal)
            && beginnings.Any(start => line[Prompt.Length..].StartsWith(start, StringComparison.Ordinal))
        select (Path.GetRelativePath(RepositoryFolder.Root, file).Replace('\\', '/'), line[Prompt.Length..]);
}
