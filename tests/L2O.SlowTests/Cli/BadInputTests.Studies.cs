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
}
