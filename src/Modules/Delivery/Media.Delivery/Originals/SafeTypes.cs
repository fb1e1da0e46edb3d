using System.Collections.Frozen;

namespace Media.Delivery.Originals;

/// <summary>
/// What a browser may show in place: pictures, sound and video that hold nothing it could run. A list of what is allowed,
/// since nobody knows all that browsers run. Everything else is a download of plain bytes: under its own type, an address that needs no key
/// could be another page's script or style sheet.
/// </summary>
internal static class SafeTypes
{
    private const string Bytes = "application/octet-stream";

    // What is under a strict policy is a document of its own to a browser that opens the address: these let it show the one thing in it.
    private const string ShowPolicy = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'";
    private const string StrictPolicy = "sandbox; default-src 'none'";

    private static readonly FrozenSet<string> Shown = FrozenSet.ToFrozenSet(
    [
        "image/jpeg", "image/png", "image/webp", "image/avif", "image/gif", "image/bmp", "image/tiff",
        "image/heic", "image/heif", "image/jxl", "image/jp2", "image/j2c",
        "video/mp4", "video/webm", "video/ogg", "video/quicktime", "video/x-matroska", "video/3gpp", "video/mpeg", "video/mp2t",
        "audio/mpeg", "audio/mp4", "audio/aac", "audio/flac", "audio/ogg", "audio/wav", "audio/webm",
    ]);

    public static bool IsShown(string mediaType) => Shown.Contains(mediaType);

    /// <summary>The type that it is sent under.</summary>
    public static string Sent(string mediaType) => IsShown(mediaType) ? mediaType : Bytes;

    public static string Policy(string mediaType) => IsShown(mediaType) ? ShowPolicy : StrictPolicy;
}
