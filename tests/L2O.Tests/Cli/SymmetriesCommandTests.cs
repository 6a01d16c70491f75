using System.Text.Json;
using Xunit;

namespace L2O.Tests.Cli;

public sealed class SymmetriesCommandTests
{
    [Fact]
    public void Each_symmetry_says_what_it_changes_and_what_flow_conserves()
    {
        string text = TinyCommands.Run("symmetries mlp-relu-20-batchnorm").Output;

        Assert.StartsWith("mlp-relu-20-batchnorm: 3 symmetries\n\nscale layers.mat_0, 20 units\n",
            text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("row i of batch_norm.weight and batch_norm.bias times k, column i of layers.final_mat.weight over k; k above 0",
            text, StringComparison.Ordinal);
        Assert.Contains("sum of squares of row i in front, less that of column i behind", text, StringComparison.Ordinal);
        Assert.DoesNotContain("deviates", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("conv-mnist", "block i of 25 columns of conv_layers.3.weight over k")]
    [InlineData("mlp-mixed-feature-40", "rescale layers.mat_0, 13 of 40 units: 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, ...")]
    [InlineData("affine-5+tanh+affine-3 --features 7 --classes 3", "1 symmetry")]
    public void Units_are_counted_in_rows_and_columns(string line, string expected) =>
        Assert.Contains(expected, TinyCommands.Run($"symmetries {line}").Output, StringComparison.Ordinal);

    [Fact]
    public void A_check_prints_numbers_at_rounding_level()
    {
        Assert.Matches(@"loss       changes by \d\.\de[-+]\d+ of itself", TinyCommands.Run("symmetries lenet --check").Output);
        using var document = JsonDocument.Parse(TinyCommands.Run("symmetries mlp-leaky-relu-20-10 --check --json").Output);
        JsonElement[] symmetries = [.. document.RootElement.GetProperty("symmetries").EnumerateArray()];
        Assert.Equal(["rescale layers.mat_0", "rescale layers.mat_1", "translation layers.final_mat"],
            symmetries.Select(static symmetry => symmetry.GetProperty("name").GetString()));
        Assert.Equal([20, 10, 11], symmetries.Select(static symmetry => symmetry.GetProperty("units").GetArrayLength()));
        Assert.All(symmetries, static symmetry =>
            Assert.InRange(symmetry.GetProperty("check").GetProperty("normalizedGradientDeviation").GetDouble(), 0, 1e-13),
            throwIfEmpty: true);
        Assert.All(symmetries,
            static symmetry => Assert.InRange(symmetry.GetProperty("check").GetProperty("lossChange").GetDouble(), 0, 1e-13),
            throwIfEmpty: true);
    }
}
