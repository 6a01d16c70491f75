using Xunit;

namespace L2O.SlowTests.Cli;

public sealed partial class BadInputTests
{
    [Theory]
    [InlineData("ROOT/file", "output file 'ROOT/file' is there already; expected a new file")]
    [InlineData("ROOT/full", "output file 'ROOT/full' is a folder; expected a new file")]
    [InlineData("ROOT/nowhere/a.safetensors",
        "output file 'ROOT/nowhere/a.safetensors' can't be made, folder 'ROOT/nowhere' does not exist; expected an existing folder")]
    public void Bad_output_files_are_refused(string output, string expected)
    {
        AssertRefused($"export ROOT/run --out {output}", expected);
        AssertRefused($"import ROOT/run/phi.safetensors --out {output}", expected);
    }

    [Theory]
    [InlineData("runs list ROOT/nowhere", "folder 'ROOT/nowhere' does not exist; expected one with runs in it")]
    [InlineData("runs show ROOT/full", "folder 'ROOT/full' has no 'run.json'; expected the folder of a run")]
    [InlineData("runs show ROOT/record-later", "ROOT/record-later/run.json: schemaVersion is 2; expected 1")]
    [InlineData("runs show ROOT/record-cut", "ROOT/record-cut/run.json, line ...")]
    [InlineData("runs compare ROOT/run ROOT/full", "ROOT/full/config.json: no such file; expected settings in JSON")]
    [InlineData("runs compare ROOT/run ROOT/record-test",
        "'ROOT/record-test' is the folder of a meta-test; expected folders of meta-trainings")]
    [InlineData("runs rm ROOT/full", "folder 'ROOT/full' has no 'run.json'; expected the folder of a run")]
    [InlineData("runs rm ROOT/run ROOT/full", "folder 'ROOT/full' has no 'run.json'; expected the folder of a run")]
    public void Folders_that_are_no_runs_are_refused(string line, string expected) => AssertRefused(line, expected);

    [Theory]
    [InlineData("meta-train --out ROOT/x --checkpoint-every often",
        "option '--checkpoint-every' is 'often'; expected a number with a unit, as in 500ms, 30s, 2min, 1h or 100steps")]
    [InlineData("meta-train --out ROOT/x --checkpoint-every 1.5steps",
        "option '--checkpoint-every' is '1.5steps'; expected a number with a unit, as in 500ms, 30s, 2min, 1h or 100steps")]
    [InlineData("meta-train --out ROOT/x --log-json ROOT/nowhere/log.jsonl", "log file 'ROOT/nowhere/log.jsonl' can't be written to: ...")]
    [InlineData("meta-train ROOT/config-version/config.json --out ROOT/x",
        "ROOT/config-version/config.json: schemaVersion is 2; expected 1, the version that this program reads and writes")]
    [InlineData("conformance ROOT/nowhere", "...")]
    [InlineData("conformance ROOT/full", "...")]
    public void Other_files_and_values_are_refused(string line, string expected) => AssertRefused(line, expected);
}
