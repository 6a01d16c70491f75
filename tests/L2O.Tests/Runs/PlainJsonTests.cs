using L2O.Experiments;
using L2O.Settings;
using Xunit;

namespace L2O.Tests.Runs;

/// <summary>A + in a network's name stays a + in every file and output, and is read however it was stored.</summary>
public sealed class PlainJsonTests
{
    private const string Network = "conv-4-3x3+relu+affine-10";

    [Fact]
    public void A_plus_is_written_as_it_is()
    {
        string json = SettingsJson.Format(new Experiment(optimizee: Network));
        Assert.Contains(Network, json, StringComparison.Ordinal);
        Assert.Equal(Network, SettingsJson.Parse<Experiment>(json.Replace("+", "\\u002B", StringComparison.Ordinal), "test").Optimizee);
        Assert.Contains(Network, Diff(), StringComparison.Ordinal);
        Assert.Contains(Network, CliHarness.Run("describe", Network, "--json").Output, StringComparison.Ordinal);
    }

    private static string Diff() => string.Join('\n', SettingsDifference.Between(new Experiment(optimizee: Network), new Experiment())
        .Select(static one => $"{one.Left} {one.Right}"));
}
