using System.Reflection;
using System.Xml.Linq;
using PublicApiGenerator;
using Xunit;

namespace L2O.Tests.Conventions;

/// <summary>
/// What each package shows to the world is in <c>docs/api</c>, so that a change of it is seen in review. With L2O_WRITE_DOCS=1 the test
/// writes the files.
/// </summary>
public sealed class PublicApiTests(ITestOutputHelper output)
{
    // At most so many public types; to be lowered when there are fewer, and raised only for a reason.
    private static readonly Dictionary<string, int> s_limits = new(StringComparer.Ordinal) { ["L2O.Core"] = 165 };

    private static readonly ApiGeneratorOptions s_options = new() { IncludeAssemblyAttributes = false };

    /// <summary>The assemblies of the projects that say IsPackable, but for tools.</summary>
    public static TheoryData<string> Packages =>
    [
        .. from file in Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src"), "*.csproj", SearchOption.AllDirectories).Order()
           let project = XDocument.Load(file)
           where IsTrue(project, "IsPackable") && !IsTrue(project, "PackAsTool")
           select project.Descendants("AssemblyName").FirstOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(file),
    ];

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_surface_is_the_one_in_docs_api(string package)
    {
        string path = Path.Combine(SourceTree.Root, $"docs/api/{package}.txt");
        var assembly = Assembly.Load(package);
        string surface = $"// {Count(assembly)} public types\n{assembly.GeneratePublicApi(s_options).ReplaceLineEndings("\n").TrimEnd()}\n";
        if (Environment.GetEnvironmentVariable("L2O_WRITE_DOCS") == "1")
            File.WriteAllText(path, surface);
        string written = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        Assert.True(surface == written,
            $"{package} has another public surface than docs/api/{package}.txt; if that is meant, run this test with L2O_WRITE_DOCS=1:\n" +
            string.Join('\n', Changes(written.Split('\n'), surface.Split('\n')).Take(40)));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Packages_show_no_more_types_than_allowed(string package)
    {
        int count = Count(Assembly.Load(package));
        int limit = s_limits.GetValueOrDefault(package, int.MaxValue);
        output.WriteLine($"{package}: {count} public types");
        Assert.True(count <= limit, $"{package} has {count} public types; expected {limit} at most");
    }

    [Fact]
    public void Every_file_in_docs_api_is_of_a_package() => ConventionReport.AssertNone(
        Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs/api")).Select(static file => Path.GetFileNameWithoutExtension(file)!)
            .Except(Packages.Select(static row => row.Data)), "docs/api has a file for each package, and no others");

    private static IEnumerable<string> Changes(string[] written, string[] surface) =>
        written.Except(surface).Select(static line => $"- {line.Trim()}")
            .Concat(surface.Except(written).Select(static line => $"+ {line.Trim()}"));

    private static int Count(Assembly assembly) => assembly.GetExportedTypes().Count(static type => !type.IsNested);

    private static bool IsTrue(XDocument project, string property) =>
        project.Descendants(property).Any(static value => value.Value == "true");
}
