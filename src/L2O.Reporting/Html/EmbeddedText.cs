using System.Reflection;

namespace L2O.Reporting.Html;

/// <summary>The texts that a report carries inside: its style and its script.</summary>
internal static class EmbeddedText
{
    /// <summary>The report's style sheet.</summary>
    internal static string Style => Read("report.css");

    /// <summary>The report's script, a module: the charts, then what listens to the controls.</summary>
    internal static string Script => $"{Read("chart.js")}\n{Read("report.js")}";

    private static string Read(string name)
    {
        Assembly assembly = typeof(EmbeddedText).Assembly;
        using Stream stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{assembly.GetName()} holds no resource '{name}'");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
