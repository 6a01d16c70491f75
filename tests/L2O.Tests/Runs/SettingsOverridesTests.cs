using L2O.Settings;
using Xunit;

namespace L2O.Tests.Runs;

public sealed class SettingsOverridesTests
{
    [Fact]
    public void Every_kind_of_value_can_be_set()
    {
        SampleSettings settings = SettingsOverrides.Apply(SampleSettings.Default,
            ["iterations=50", "rate=1e-2", "order=perRun", "sizes=80, 80,10", "names=lion", "label=a=b",
                "useLog=false", "seed=18446744073709551615", "limit=7", "inner.unroll=30", "inner.limit=25"]);

        Assert.Equal(50, settings.Iterations);
        Assert.Equal(0.01, settings.Rate);
        Assert.Equal(SampleSettings.DataOrder.PerRun, settings.Order);
        Assert.Equal([80, 80, 10], settings.Sizes);
        Assert.Equal(["lion"], settings.Names);
        Assert.Equal("a=b", settings.Label);
        Assert.False(settings.UseLog);
        Assert.Equal(ulong.MaxValue, settings.Seed);
        Assert.Equal(7, settings.Limit);
        Assert.Equal(new SampleSettings.InnerSettings(30, 25), settings.Inner);
    }

    [Fact]
    public void What_is_not_named_stays()
    {
        SampleSettings settings = SettingsOverrides.Apply(SampleSettings.Default with { Limit = 3 }, ["limit=null"]);

        Assert.Equal(SampleSettings.Default, settings);
        Assert.Same(SampleSettings.Default, SettingsOverrides.Apply(SampleSettings.Default, []));
    }

    [Fact]
    public void Values_that_only_fit_together_come_in_any_order() =>
        Assert.Equal(new SampleSettings.InnerSettings(5, 2),
            SettingsOverrides.Apply(SampleSettings.Default, ["inner.unroll=5", "inner.limit=2"]).Inner);

    [Theory]
    [InlineData("iterations", "setting 'iterations' has no value; expected key=value")]
    [InlineData("=3", "setting '=3' has no value; expected key=value")]
    [InlineData("iteratons=3", "unknown setting 'iteratons'; did you mean 'iterations'?")]
    [InlineData("inner.unrol=3", "unknown setting 'inner.unrol'; did you mean 'inner.unroll'?")]
    [InlineData("Iterations=3", "unknown setting 'Iterations'; did you mean 'iterations'?")]
    [InlineData("total=3", "unknown setting 'total'; ")]
    [InlineData("inner=3", "setting 'inner' is a group; expected one of inner.unroll, inner.limit")]
    [InlineData("iterations=abc", "setting 'iterations' has the value 'abc'; expected an integer from -2147483648 to 2147483647")]
    [InlineData("iterations=3000000000", "setting 'iterations' has the value '3000000000'; expected an integer")]
    [InlineData("iterations=null", "setting 'iterations' has the value 'null'; expected an integer")]
    [InlineData("rate=0,5", "setting 'rate' has the value '0,5'; expected a number such as 0.001 or 1e-3")]
    [InlineData("order=perrun", "setting 'order' has the value 'perrun'; expected one of fixed, perRun; did you mean 'perRun'?")]
    [InlineData("order=1", "setting 'order' has the value '1'; expected one of fixed, perRun")]
    [InlineData("useLog=yes", "setting 'useLog' has the value 'yes'; expected true or false")]
    [InlineData("seed=-1", "setting 'seed' has the value '-1'; expected an integer from 0 to 18446744073709551615")]
    [InlineData("sizes=20,x", "setting 'sizes' has the value 'x'; expected an integer")]
    [InlineData("inner.limit=21", "setting 'inner.limit': limit 21; expected at most the unroll length 20")]
    [InlineData("inner.unroll=0", "setting 'inner.unroll': unroll ('0') must be a non-negative and non-zero value.; Actual value was 0.")]
    public void A_bad_assignment_is_refused_with_key_value_and_expectation(string assignment, string expected)
    {
        string message = Assert.Throws<ArgumentException>(() => SettingsOverrides.Apply(SampleSettings.Default, [assignment])).Message;

        Assert.StartsWith(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_given_twice_is_refused() =>
        Assert.Equal("setting 'rate' is given twice, as '1' and '2'; expected it once",
            Assert.Throws<ArgumentException>(() => SettingsOverrides.Apply(SampleSettings.Default, ["rate=1", "rate=2"])).Message);

    [Fact]
    public void Keys_are_listed_in_order() =>
        Assert.Equal(["iterations", "rate", "order", "inner.unroll", "inner.limit", "sizes", "names", "label", "useLog", "seed", "limit"],
            SettingsOverrides.Keys<SampleSettings>());
}
