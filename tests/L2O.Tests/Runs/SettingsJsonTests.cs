using L2O.Experiments;
using L2O.Settings;
using Xunit;

namespace L2O.Tests.Runs;

public sealed class SettingsJsonTests
{
    private const string Text =
        """
        {
          "iterations": 200,
          "rate": 0.001,
          "order": "perRun",
          "inner": {
            "unroll": 20,
            "limit": 10
          },
          "sizes": [
            20,
            10
          ],
          "names": [
            "adam",
            "sgd"
          ],
          "label": "none",
          "useLog": true,
          "seed": 18446744073709551615,
          "limit": null
        }

        """;

    private static readonly SampleSettings Settings = SampleSettings.Default with
    {
        Order = SampleSettings.DataOrder.PerRun,
        Seed = ulong.MaxValue
    };

    [Fact]
    public void The_text_holds_the_constructors_parameters_and_nothing_else() =>
        Assert.Equal(Text.ReplaceLineEndings("\n"), SettingsJson.Format(Settings));

    [Fact]
    public void What_is_written_is_read_again()
    {
        SampleSettings read = SettingsJson.Parse<SampleSettings>(Text, "config.json");

        Assert.Equal(SettingsJson.Format(Settings), SettingsJson.Format(read));
        Assert.Equal(Settings.Inner, read.Inner);
    }

    [Fact]
    public void Keys_with_a_default_may_be_left_out()
    {
        SampleSettings read =
            SettingsJson.Parse<SampleSettings>(
            """{"iterations":1,"rate":2,"order":"fixed","inner":{"unroll":3,"limit":0},"sizes":[],"names":[]}""", "config.json");

        Assert.Equal("none", read.Label);
        Assert.True(read.UseLog);
        Assert.Null(read.Limit);
    }

    [Theory]
    [InlineData("\"iterations\"", "\"iteratons\"", "config.json: unknown key 'iteratons'; did you mean 'iterations'?")]
    [InlineData("\"unroll\"", "\"unrol\"", "config.json: unknown key 'inner.unrol'; did you mean 'unroll'?")]
    [InlineData("\"unroll\": 20,", "", "config.json: key 'inner.unroll' is missing; expected an integer")]
    [InlineData("\"unroll\": 20,", "\"unroll\": 20, \"unroll\": 20,", "config.json: key 'inner.unroll' occurs twice; expected it once")]
    [InlineData("\"unroll\": 20,", "\"unroll\": 0,", "config.json, 'inner': unroll ('0') must be")]
    [InlineData("0.001", "\"x\"", "config.json: 'rate' is \"x\"; expected a number such as 0.001 or 1e-3")]
    [InlineData("0.001", "null", "config.json: 'rate' is null; expected a number")]
    [InlineData("\"perRun\"", "\"random\"", "config.json: 'order' is \"random\"; expected one of fixed, perRun")]
    [InlineData("\"perRun\"", "1", "config.json: 'order' is 1; expected one of fixed, perRun")]
    [InlineData("200", "2.5", "config.json: 'iterations' is 2.5; expected an integer")]
    [InlineData("\"sgd\"", "3", "config.json: 'names[1]' is 3; expected a text")]
    [InlineData("\"sgd\"", "null", "config.json: 'names[1]' is null; expected a text")]
    [InlineData("true", "[", "config.json, line ")]
    public void A_damaged_text_is_refused_with_its_place(string what, string with, string expected)
    {
        string text = Text.Replace(what, with, StringComparison.Ordinal);

        string message = Assert.Throws<InvalidDataException>(() => SettingsJson.Parse<SampleSettings>(text, "config.json")).Message;

        Assert.StartsWith(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_key_of_version_0_1_is_read_under_its_earlier_name()
    {
        Assert.True(SettingsJson.Parse<DataSettings>("""{ "name": "cifar10", "grey": true }""", "old.json").Gray);
        Assert.True(SettingsOverrides.Apply(new Experiment(), ["data.grey=true"]).Data.Gray);
        Assert.Equal("old.json: key 'gray' occurs twice; expected it once", Assert.Throws<InvalidDataException>(() =>
            SettingsJson.Parse<DataSettings>("""{ "name": "cifar10", "grey": true, "gray": true }""", "old.json")).Message);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Equal("no-such.json: no such file; expected settings in JSON",
            Assert.Throws<FileNotFoundException>(() => SettingsJson.Load<SampleSettings>("no-such.json")).Message);
}
