using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Media.Documents;

/// <summary>How documents are written: camelCase, nulls left out, times in UTC of fixed width so that the order of text is that of time.</summary>
internal static class DocumentJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new FixedWidthTime(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private sealed class FixedWidthTime : JsonConverter<DateTimeOffset>
    {
        // Seven digits: a time read back equals the one that was written.
        private const string Format = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString(Format, System.Globalization.CultureInfo.InvariantCulture));
    }
}
