using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace L2O.Cli.Output;

/// <summary>
/// How results look as JSON: camel case, indented, enumerations by name, NaN as a string because JSON has no such number.
/// </summary>
internal static class JsonText
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a + stays a +
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
