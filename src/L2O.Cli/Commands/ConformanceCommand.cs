using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using L2O.Cli.Options;
using L2O.Conformance;

namespace L2O.Cli.Commands;

/// <summary><c>l2o conformance</c>: compares the library with stored results of the study's original code.</summary>
internal sealed class ConformanceCommand : CliCommand
{
    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Argument<string> _folder = new("DIR") { Description = "a folder of conformance cases, or a single case" };
    private readonly Option<int> _threads = StandardOptions.Threads();
    private readonly Option<bool> _json = StandardOptions.JsonFlag();

    public ConformanceCommand()
        : base("conformance", "Compare this program's numbers with those of the original PyTorch code, case by case.",
            "l2o conformance cases", "l2o conformance cases --json")
    {
        Arguments.Add(_folder);
        Options.Add(_threads);
        Options.Add(_json);
    }

    public override int Run(Invocation invocation)
    {
        IReadOnlyList<string> folders = ConformanceSuite.FindCases(invocation.Get(_folder));
        int width = folders.Max(static folder => ConformanceCase.NameOf(folder).Length);
        bool asJson = invocation.Get(_json);
        TextWriter output = invocation.Terminal.Output;
        using var compute = new Compute(invocation.Get(_threads));
        var suite = new ConformanceSuite(compute);
        var results = new List<ConformanceResult>(folders.Count);
        foreach (string folder in folders)
        {
            invocation.ThrowIfInterrupted();
            results.Add(suite.Run(folder));
            if (!asJson)
                output.WriteLine(Line(results[^1], width));
        }
        output.WriteLine(asJson ? Json(results) : Summary(results));
        return results.TrueForAll(static result => result.Status == ConformanceStatus.Pass) ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Line(ConformanceResult result, int nameWidth)
    {
        string start =
            $"{StatusName(result.Status),-11}  {result.Name.PadRight(nameWidth)}  {(result.Kind.Length > 0 ? result.Kind : "-"),-20}";
        string worst = result.Worst is { } tensor
            ? string.Create(CultureInfo.InvariantCulture, $"  {tensor.Error:0.0e+00}  {tensor.Name} (bound {tensor.Bound:0e+00})")
            : "";
        bool saysMore = result.Reason is not null && result.Worst is null;
        return $"{start}{worst}{(saysMore ? $"  {result.Reason}" : "")}";
    }

    private static string Summary(List<ConformanceResult> results) =>
        $"{results.Count} cases: {Count(results, ConformanceStatus.Pass)} pass, {Count(results, ConformanceStatus.Fail)} fail, " +
            $"{Count(results, ConformanceStatus.Unsupported)} unsupported";

    private static string Json(List<ConformanceResult> results) => JsonSerializer.Serialize(
        new
        {
            cases = results.Select(static result => new
            {
                result.Name,
                result.Kind,
                Status = StatusName(result.Status),
                // JSON has no other numbers
                WorstRelativeError = result.Worst is { } worst && double.IsFinite(worst.Error) ? worst.Error : (double?)null,
                Tensor = result.Worst?.Name,
                result.Worst?.Bound,
                result.Reason,
            }),
            pass = Count(results, ConformanceStatus.Pass),
            fail = Count(results, ConformanceStatus.Fail),
            unsupported = Count(results, ConformanceStatus.Unsupported),
        },
        Camel);

    private static int Count(List<ConformanceResult> results, ConformanceStatus status) => results.Count(result => result.Status == status);

    private static string StatusName(ConformanceStatus status) => status switch
    {
        ConformanceStatus.Pass => "pass",
        ConformanceStatus.Fail => "fail",
        _ => "unsupported",
    };
}
