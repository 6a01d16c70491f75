using System.Text;

namespace L2O.Cli.Describing;

/// <summary>A network as a graph's text: boxes for layers, arrows with the shape of what goes along them.</summary>
internal static class NetworkGraph
{
    private const string Loss = "softmax cross-entropy";

    /// <summary>For Markdown pages that draw Mermaid.</summary>
    public static string Mermaid(NetworkDescription description)
    {
        var text = new StringBuilder("flowchart TD\n").Append("  input([\"input\"])\n");
        string before = "input", shape = description.Input;
        foreach (NetworkDescription.Layer layer in description.Layers)
        {
            text.Append($"  l{layer.Number}[\"{Label(layer, "<br/>")}\"]\n  {before} -- \"{shape}\" --> l{layer.Number}\n");
            (before, shape) = ($"l{layer.Number}", layer.Output);
        }
        return text.Append($"  loss([\"{Loss}\"])\n  {before} -- \"{shape}\" --> loss\n").ToString();
    }

    /// <summary>For Graphviz's <c>dot</c>.</summary>
    public static string Graphviz(NetworkDescription description)
    {
        var text =
            new StringBuilder(
            $"digraph \"{description.Name}\" {{\n  node [shape=box, fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\"];\n  " +
            $"input [shape=ellipse];\n");
        string before = "input", shape = description.Input;
        foreach (NetworkDescription.Layer layer in description.Layers)
        {
            text.Append($"  l{layer.Number} [label=\"{Label(layer, "\\n")}\"];\n  {before} -> l{layer.Number} [label=\"{shape}\"];\n");
            (before, shape) = ($"l{layer.Number}", layer.Output);
        }
        return text.Append($"  loss [label=\"{Loss}\", shape=ellipse];\n  {before} -> loss [label=\"{shape}\"];\n}}\n").ToString();
    }

    private static string Label(NetworkDescription.Layer layer, string lineBreak) =>
        layer.Parameters > 0 ? $"{layer.Name}{lineBreak}{layer.Parameters} parameters" : layer.Name;
}
