using System.Text.Json;
using Xunit;

namespace L2O.Tests.Cli;

public sealed class DescribeCommandTests
{
    [Fact]
    public void Layers_are_listed_with_shapes_parameters_and_places()
    {
        string text = TinyCommands.Run("describe mlp-relu-20-batchnorm").Output;

        Assert.Contains("mlp-relu-20-batchnorm: 784 features, 10 classes, 15950 parameters", text, StringComparison.Ordinal);
        Assert.Matches(@"0 affine +20 +15700 +layers\.mat_0\.weight +20x784 +0\.\.15679", text);
        Assert.Matches(@"1 batch norm +20 +40 +batch_norm\.weight +20 +15910\.\.15929", text); // behind all others in theta
        Assert.Contains("scale: layers.mat_0.weight, layers.mat_0.bias times k", text, StringComparison.Ordinal);
        Assert.Contains("rescale: batch_norm.weight, batch_norm.bias times k, layers.final_mat.weight over k",
            text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_symmetry_of_some_units_alone_says_so() =>
        Assert.Contains("over k (6 of 20 units)", TinyCommands.Run("describe mlp-mixed-feature-20").Output, StringComparison.Ordinal);

    [Fact]
    public void Graphs_have_a_box_for_each_layer_and_an_arrow_into_each()
    {
        string mermaid = TinyCommands.Run("describe conv-mnist --graph mermaid").Output,
            graphviz = TinyCommands.Run("describe conv-mnist --graph graphviz").Output;

        Assert.StartsWith("flowchart TD\n", mermaid, StringComparison.Ordinal);
        Assert.Equal(8, mermaid.Split("-->").Length - 1); // seven layers and the loss
        Assert.Contains("l0[\"conv 3x3<br/>160 parameters\"]", mermaid, StringComparison.Ordinal);
        Assert.StartsWith("digraph \"conv-mnist\" {\n", graphviz, StringComparison.Ordinal);
        Assert.Equal(8, graphviz.Split("->").Length - 1);
        Assert.Contains("l0 -> l1 [label=\"16x26x26\"]", graphviz, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("describe cifar-mlp-sigmoid-40-40", 3072, 10, 3072 * 40 + 40 + 40 * 40 + 40 + 400 + 10)]
    [InlineData("describe affine-5+tanh+affine-3 --features 7 --classes 3", 7, 3, 35 + 5 + 15 + 3)]
    public void Features_follow_the_name_or_the_option(string line, int features, int classes, int parameters)
    {
        using var document = JsonDocument.Parse(TinyCommands.Run($"{line} --json").Output);
        JsonElement root = document.RootElement;
        Assert.Equal((features, classes, parameters),
            (root.GetProperty("features").GetInt32(), root.GetProperty("classCount").GetInt32(),
            root.GetProperty("parameters").GetInt32()));
        Assert.Equal(parameters, root.GetProperty("layers").EnumerateArray()
            .Sum(static layer => layer.GetProperty("parameters").GetInt32()));
    }
}
