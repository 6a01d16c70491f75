using System.CommandLine;
using System.Text.Json;
using L2O.Cli.Describing;
using L2O.Cli.Help;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.Optimizees;
using L2O.Optimizees.Losses;

namespace L2O.Cli.Commands;

/// <summary><c>l2o describe</c>: what a network is made of.</summary>
internal sealed class DescribeCommand : CliCommand
{
    private readonly NetworkArguments _network = new();
    private readonly Option<string?> _graph = new("--graph")
    {
        Description = "Print the network as a graph instead: mermaid or graphviz",
        HelpName = "FORMAT"
    };
    private readonly Option<bool> _json = StandardOptions.JsonFlag();

    public DescribeCommand()
        : base("describe", "Show a network's layers, shapes, parameters and their place in the flat vector, and its symmetries.",
            "l2o describe mlp-relu-20-batchnorm",
            "l2o describe conv-16-3x3+relu+maxpool+affine-10 --graph mermaid",
            "l2o describe lenet --graph graphviz > lenet.dot",
            "l2o describe mlp-relu-128-32-128 --outputs 784 --loss mse")
    {
        _network.AddTo(this);
        Options.Add(_graph);
        Options.Add(_json);
    }

    public override IReadOnlyList<HelpSection> HelpSections => [NetworkArguments.Help, .. base.HelpSections];

    public override int Run(Invocation invocation)
    {
        string name = _network.Name(invocation), graph = invocation.Get(_graph) ?? "";
        if (graph is not ("" or "mermaid" or "graphviz"))
            throw new UsageException($"option '--graph' has the value '{graph}'; expected mermaid or graphviz");
        using var compute = new Compute(threads: 1);
        TextWriter output = invocation.Terminal.Output;
        if (_network.TooLarge(invocation, compute) is var (layers, features, outputs))
            return WriteTooLarge(invocation, graph, new NetworkDescription(name, features, layers), features, outputs);
        Network<float> network = _network.Create<float>(invocation, compute);
        var description = new NetworkDescription(name, network);
        if (invocation.Get(_json))
            output.WriteLine(JsonSerializer.Serialize(new
            {
                name,
                features = network.InputSize,
                network.ClassCount,
                parameters = network.Layout.Count,
                layers = description.Layers,
                symmetries = description.Symmetries
            }, JsonText.Options));
        else if (graph.Length > 0)
            output.Write(graph == "mermaid" ? NetworkGraph.Mermaid(description) : NetworkGraph.Graphviz(description));
        else
            WriteText(output, description, network);
        return ExitCode.Done;
    }

    private static void WriteText(TextWriter output, NetworkDescription description, Network<float> network)
    {
        output.WriteLine(
            $"{description.Name}: {network.InputSize} features, {network.OutputSize} " +
            $"{(network.LossFunction is SoftmaxCrossEntropy<float> ? "classes" : "outputs")}, {network.Layout.Count} parameters");
        WriteLayers(output, description);
        output.WriteLine(description.Symmetries.Count == 0 ? "symmetries: none" : "symmetries:");
        foreach (string symmetry in description.Symmetries)
            output.WriteLine($"  {symmetry}");
    }

    /// <summary>A network that no run can have: its sizes, and that it is too large.</summary>
    private int WriteTooLarge(Invocation invocation, string graph, NetworkDescription description, int features, int outputs)
    {
        TextWriter output = invocation.Terminal.Output;
        if (invocation.Get(_json))
            output.WriteLine(JsonSerializer.Serialize(new
            {
                description.Name,
                features,
                classCount = outputs,
                description.Parameters,
                isTooLarge = true,
                description.Layers,
            }, JsonText.Options));
        else if (graph.Length > 0)
            output.Write(graph == "mermaid" ? NetworkGraph.Mermaid(description) : NetworkGraph.Graphviz(description));
        else
        {
            output.WriteLine($"{description.Name}: {features} features, {outputs} outputs, {description.Parameters} parameters; "
                + $"more than the {Array.MaxLength} that a network can have here");
            WriteLayers(output, description);
        }
        return ExitCode.Done;
    }

    private static void WriteLayers(TextWriter output, NetworkDescription description)
    {
        output.WriteLine();
        string[][] rows = [["layer", "output", "parameters", "tensor", "shape", "place in theta"], .. Rows(description)];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        output.WriteLine();
    }

    private static IEnumerable<string[]> Rows(NetworkDescription description)
    {
        foreach (NetworkDescription.Layer layer in description.Layers)
        {
            string[] first = [$"{layer.Number} {layer.Name}", layer.Output, layer.Parameters > 0 ? $"{layer.Parameters}" : "-"];
            foreach (NetworkDescription.Tensor tensor in layer.Tensors)
            {
                yield return [.. first, tensor.Name, tensor.Shape, tensor.Place];
                first = ["", "", ""];
            }
            if (layer.Tensors.Count == 0)
                yield return [.. first, "", "", ""];
        }
    }
}
