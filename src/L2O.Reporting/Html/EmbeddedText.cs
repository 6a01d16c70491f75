using System.Reflection;

namespace L2O.Reporting.Html;

/// <summary>The texts that a report carries inside: its own style and script, and plotly.js out of the Plotly.NET package.</summary>
internal static class EmbeddedText
{
    /// <summary>The report's style sheet.</summary>
    internal static string Style => Read(typeof(EmbeddedText).Assembly, "report.css");

    /// <summary>The part of the script that turns a panel's description into a chart.</summary>
    internal static string Chart => Read(typeof(EmbeddedText).Assembly, "chart.js");

    /// <summary>The part of the script that draws the charts and listens to the controls.</summary>
    internal static string Script => Read(typeof(EmbeddedText).Assembly, "report.js");

    /// <summary>plotly.js, whole; its file name in the package holds the version.</summary>
    internal static string Plotly
    {
        get
        {
            Assembly package = typeof(global::Plotly.NET.PlotlyJSReference).Assembly;
            string name = package.GetManifestResourceNames()
                .FirstOrDefault(static name => name.EndsWith(".min.js", StringComparison.Ordinal))
                ?? throw new InvalidOperationException(
                    $"{package.GetName()} holds no plotly.js; a resource that ends in .min.js was expected");
            return Read(package, name);
        }
    }

    private static string Read(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{assembly.GetName()} holds no resource '{name}'");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
