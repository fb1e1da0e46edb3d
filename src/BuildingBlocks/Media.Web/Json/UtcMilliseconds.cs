using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Media.Web.Json;

/// <summary>Times as RFC 3339 in UTC with milliseconds: <c>2026-01-31T08:15:30.250Z</c>. Any offset is read, UTC is written.</summary>
internal sealed class UtcMilliseconds : JsonConverter<DateTimeOffset>
{
    private const string Written = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    // K takes an offset or Z, and nothing at all: a time without either means a different moment to each reader, so it is refused.
    private static readonly string[] Understood = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryParse(reader.GetString(), out var time) ? time : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Format(value));

    internal static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Written, CultureInfo.InvariantCulture);

    internal static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        return text is { Length: > 19 and <= 40 } && text.AsSpan(19).IndexOfAny('Z', '+', '-') >= 0
            && DateTimeOffset.TryParseExact(text, Understood, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
    }
}
