using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace L2O.Serving.Views;

/// <summary>
/// How the pages' data are written: camel case, numbers short, null for what is no number. Characters that mean something to HTML are
/// escaped.
/// </summary>
internal static class LiveJson
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { Converters = { new NumberConverter() } };

    /// <summary>A part with a content.</summary>
    public static LivePart Part(string name, object? content) => new(name, JsonSerializer.Serialize(content, s_options));

    private sealed class NumberConverter : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
                writer.WriteRawValue(value.ToString("G9", CultureInfo.InvariantCulture), skipInputValidation: true);
            else
                writer.WriteNullValue();
        }
    }
}
