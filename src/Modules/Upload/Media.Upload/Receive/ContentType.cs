using Microsoft.Net.Http.Headers;

namespace Media.Upload.Receive;

internal static class ContentType
{
    /// <summary>The media type that a header declares, lower case and without parameters; null where it cannot be read or says nothing.</summary>
    public static string? TryParse(string? header) =>
        MediaTypeHeaderValue.TryParse(header, out var parsed) && parsed.MediaType.HasValue ? parsed.MediaType.Value.ToLowerInvariant() : null;
}
