using System.Text.Json;
using L2O.Conformance;
using L2O.Files;
using Xunit;

namespace L2O.Tests.Conformance;

public sealed class ConformanceCommandTests
{
    [Fact]
    public void Passing_cases_give_a_line_each_a_summary_and_exit_code_0()
    {
        using var cases = new TinyCases();
        cases.AddSgd("second");
        cases.AddSgd("first");

        CliHarness.CliOutcome outcome = CliHarness.Run("conformance", cases.Root);

        string[] lines = outcome.Output.TrimEnd().Split(Environment.NewLine);
        Assert.Equal(3, lines.Length);
        Assert.Matches(@"^pass +first +optimizer_trajectory +0\.0e\+00 +thetas \(bound 1e-05\)$", lines[0]);
        Assert.Matches("^pass +second ", lines[1]);
        Assert.Equal("2 cases: 2 pass, 0 fail, 0 unsupported", lines[2]);
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.Code);
    }

    [Fact]
    public void A_wrong_number_fails_with_its_tensor_and_exit_code_1()
    {
        using var cases = new TinyCases();
        cases.AddSgd("right");
        cases.AddSgd("wrong", lastTheta: 1.001f);

        CliHarness.CliOutcome outcome = CliHarness.Run("conformance", cases.Root);

        Assert.Matches(@"\nfail +wrong +optimizer_trajectory +7\.1e-04 +thetas \(bound 1e-05\)", outcome.Output); // 0.001 / |[-1, 1.001]|
        Assert.Contains("2 cases: 1 pass, 1 fail, 0 unsupported", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(1, outcome.Code);
    }

    [Theory]
    [InlineData("""{ "kind": "horoscope" }""", "kind 'horoscope' is not in the library")]
    [InlineData("""{ "kind": "optimizer_trajectory", "optimizer": { "name": "adagrad", "learning_rate": 1 } }""",
        "optimizer 'adagrad' is not in the catalog")]
    [InlineData("""{ "kind": "optimizee_gradient", "optimizee": "transformer" }""", "optimizee 'transformer' is not in the catalog")]
    [InlineData("""{ "kind": "meta_unroll", "optimizee": "mlp-relu-20", "regularizer": "charm", "learned_optimizer": {} }""",
        "regularizer 'charm' is not in the library")]
    public void What_the_library_lacks_is_unsupported_with_the_reason_and_counts_as_not_passing(string json, string reason)
    {
        using var cases = new TinyCases();
        cases.Add("case", json);

        CliHarness.CliOutcome outcome = CliHarness.Run("conformance", cases.Root);

        Assert.Matches($"^unsupported +case .*{reason}", outcome.Output);
        Assert.Equal(1, outcome.Code);
    }

    [Theory]
    [InlineData("{", "line 1, byte 2: the file is no JSON; expected an object")]
    [InlineData("[]", "the file holds a JSON Array; expected an object")]
    [InlineData("{}", "'kind' is missing; expected a text")]
    [InlineData("""{ "kind": 3 }""", "'kind' is 3; expected a text")]
    [InlineData("""{ "kind": "optimizer_trajectory" }""", "'optimizer' is missing; expected an object")]
    [InlineData("""{ "kind": "optimizer_trajectory", "optimizer": { "name": "sgd", "learning_rate": -1 } }""",
        "learningRate is -1; expected a finite number above 0")]
    [InlineData("""{ "kind": "preprocess", "preprocess_factor": 10 }""", "no tensor 'gradient'; the file has theta_0, gradients, thetas")]
    public void A_damaged_description_is_one_clear_line_and_the_other_cases_still_run(string json, string reason)
    {
        using var cases = new TinyCases();
        File.WriteAllText(Path.Combine(cases.AddSgd("broken"), ConformanceCase.SettingsFile), json);
        cases.AddSgd("good");

        CliHarness.CliOutcome outcome = CliHarness.Run("conformance", cases.Root);

        string[] lines = outcome.Output.TrimEnd().Split(Environment.NewLine);
        Assert.StartsWith("fail ", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(reason, lines[0], StringComparison.Ordinal);
        Assert.StartsWith("pass ", lines[1], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
        Assert.Equal("", outcome.Error);
        Assert.Equal(1, outcome.Code);
    }

    [Fact]
    public void Damaged_tensors_are_one_clear_line_each()
    {
        using var cases = new TinyCases();
        string truncated = Path.Combine(cases.AddSgd("a-truncated"), ConformanceCase.TensorsFile);
        File.WriteAllBytes(truncated, File.ReadAllBytes(truncated)[..^4]);
        File.Delete(Path.Combine(cases.AddSgd("b-missing"), ConformanceCase.TensorsFile));
        cases.Add("c-shape", TinyCases.Sgd, SafetensorsTensor.Of("theta_0", [1f, 2f], 2),
            SafetensorsTensor.Of("gradients", [4f, 2f], 2, 1), SafetensorsTensor.Of("thetas", [0f, 1f], 1, 2));
        File.Delete(Path.Combine(cases.AddSgd("d-description"), ConformanceCase.SettingsFile));

        string[] lines = CliHarness.Run("conformance", cases.Root).Output.TrimEnd().Split(Environment.NewLine);

        Assert.Equal(5, lines.Length);
        Assert.All(lines[..4], static line => Assert.StartsWith("fail ", line, StringComparison.Ordinal));
        Assert.Contains("bytes of data", lines[0], StringComparison.Ordinal);
        Assert.Contains("no such file; expected a safetensors file", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("tensor 'gradients' has shape [2, 1]; expected [1, 2]", lines[2], StringComparison.Ordinal);
        Assert.Contains("no such file; expected the description of a case", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_cases_there_is_an_error_and_exit_code_2()
    {
        using var cases = new TinyCases();
        Directory.CreateDirectory(Path.Combine(cases.Root, "empty"));

        CliHarness.CliOutcome missing = CliHarness.Run("conformance", Path.Combine(cases.Root, "nowhere")),
            empty = CliHarness.Run("conformance", cases.Root);

        Assert.EndsWith($"no such folder; expected a folder of conformance cases{Environment.NewLine}",
            missing.Error, StringComparison.Ordinal);
        Assert.EndsWith($"no folder in it has a 'case.json'; expected a folder of conformance cases{Environment.NewLine}",
            empty.Error, StringComparison.Ordinal);
        Assert.Equal((2, 2), (missing.Code, empty.Code));
        Assert.Equal(("", ""), (missing.Output, empty.Output));
    }

    [Fact]
    public void Json_holds_the_same_results()
    {
        using var cases = new TinyCases();
        cases.AddSgd("wrong", lastTheta: float.NaN);
        string single = cases.AddSgd("right");

        using var document = JsonDocument.Parse(CliHarness.Run("conformance", "--json", cases.Root).Output);
        using var one = JsonDocument.Parse(CliHarness.Run("conformance", single, "--json").Output);

        JsonElement right = document.RootElement.GetProperty("cases")[0], wrong = document.RootElement.GetProperty("cases")[1];
        Assert.Equal(("right", "pass", "thetas"),
            (right.GetProperty("name").GetString(), right.GetProperty("status").GetString(), right.GetProperty("tensor").GetString()));
        Assert.Equal((0, 1e-5), (right.GetProperty("worstRelativeError").GetDouble(), right.GetProperty("bound").GetDouble()));
        Assert.Equal("fail", wrong.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, wrong.GetProperty("worstRelativeError").ValueKind);
        Assert.Equal((1, 1, 0), (Number("pass"), Number("fail"), Number("unsupported")));
        Assert.Equal(1, one.RootElement.GetProperty("cases").GetArrayLength());

        int Number(string name) => document.RootElement.GetProperty(name).GetInt32();
    }
}
