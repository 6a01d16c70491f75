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
    [InlineData("analyze ROOT/run --snapshot-split all", "option '--snapshot-split' has the value 'all'; expected one of train, test")]
    [InlineData("meta-test ROOT/run --snapshot-split test", "--snapshot-split goes with --measure only; expected both or neither")]
    public void Splits_of_snapshots_that_cannot_be_are_refused(string line, string expected) =>
        AssertRefused($"{line} --out ROOT/x", expected);
}
