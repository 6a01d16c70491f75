using Xunit;

namespace L2O.SlowTests.Cli;

/// <content>Studies.</content>
public sealed partial class BadInputTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("101")]
    [InlineData("two")]
    [InlineData("1.5")]
    public void Numbers_of_meta_trainings_that_cannot_be_are_refused(string count) => AssertRefused(
        $"paper --seeds {count} --out ROOT/x", $"option '--seeds' has the value '{count}'; expected an integer from 1 to 100");

    [Theory]
    [InlineData("yardstick --suite lptop --out ROOT/x",
        "unknown suite 'lptop'; expected quick, laptop, envelopes, or a JSON file that is there; did you mean 'laptop'?")]
    [InlineData("yardstick --part tset --out ROOT/x", "option '--part' has the value 'tset'; expected one of all, validation, test...")]
    [InlineData("yardstick --tasks digits-relu --out ROOT/x",
        "unknown task 'digits-relu' of suite quick; expected some of digits-relu-32, digits-tanh-24-24, digits-batchnorm, " +
        "friedman-tanh-16")]
    [InlineData("yardstick --tasks digits-relu-32 --part test --out ROOT/x",
        "suite quick has no task of part 'test' here; expected another part")]
    [InlineData("yardstick --horizons 300 --out ROOT/x", "option '--horizons' has '300'; expected some of 100, 400")]
    [InlineData("yardstick adam --out ROOT/x",
        "optimizer 'adam' has no learning rate; expected NAME@RATE: a suite's own baselines are tuned, others are not")]
    [InlineData("yardstick adm@0.1 --out ROOT/x", "unknown optimizer 'adm'; expected sgd, ...")]
    [InlineData("yardstick adam@0.1 adam@0.1 --out ROOT/x", "optimizer 'adam@0.1' is named twice; expected each once")]
    [InlineData("yardstick none.safetensors --out ROOT/x", "none.safetensors: no such file...")]
    [InlineData("yardstick --step nothing --out ROOT/x", "unknown step 'nothing'; expected one that 'l2o yardstick --dry-run' lists")]
    [InlineData("yardstick --suite envelopes --envelopes none.json --out ROOT/x",
        "none.json: no such file; expected published envelopes in JSON")]
    public void Yardsticks_that_mean_nothing_are_refused(string line, string expected) => AssertRefused(line, expected);

    [Theory]
    [InlineData("analyze ROOT/run --snapshot-split all", "option '--snapshot-split' has the value 'all'; expected one of train, test")]
    [InlineData("meta-test ROOT/run --snapshot-split test", "--snapshot-split goes with --measure only; expected both or neither")]
    public void Splits_of_snapshots_that_cannot_be_are_refused(string line, string expected) =>
        AssertRefused($"{line} --out ROOT/x", expected);
}
