namespace Media.Upload.Sniff;

/// <summary>What names and declared types claim, to be held against what the bytes are.</summary>
internal static class MediaTypes
{
    // What can be told by its first bytes, and the endings that claim it.
    private static readonly (string MediaType, string[] Endings)[] Known =
    [
        ("image/jpeg", ["jpg", "jpeg", "jpe", "jfif"]),
        ("image/png", ["png", "apng"]),
        ("image/webp", ["webp"]),
        ("image/gif", ["gif"]),
        ("image/tiff", ["tif", "tiff"]),
        ("image/avif", ["avif", "avifs"]),
        ("image/heic", ["heic"]),
        ("image/heif", ["heif"]),
        ("image/jxl", ["jxl"]),
        ("image/jp2", ["jp2"]),
        ("image/j2c", ["j2k", "j2c"]),
        ("image/vnd.adobe.photoshop", ["psd"]),
        ("image/bmp", ["bmp"]),
        ("image/svg+xml", ["svg", "svgz"]),
        ("video/mp4", ["mp4", "m4v"]),
        ("video/quicktime", ["mov"]),
        ("video/3gpp", ["3gp"]),
        ("video/webm", ["webm"]),
        ("video/x-matroska", ["mkv"]),
        ("video/x-msvideo", ["avi"]),
        ("video/x-ms-wmv", ["wmv"]),
        ("video/mpeg", ["mpg", "mpeg"]),
        // Not "ts", which more programs are called than transport streams; not "m2ts", whose packets are others.
        ("video/mp2t", []),
        ("video/x-flv", ["flv"]),
        ("video/ogg", ["ogv"]),
        ("audio/mpeg", ["mp3"]),
        ("audio/mp4", ["m4a"]),
        ("audio/aac", ["aac"]),
        ("audio/flac", ["flac"]),
        ("audio/wav", ["wav"]),
        ("audio/ogg", ["ogg", "opus", "oga"]),
        ("audio/x-ms-wma", ["wma"]),
    ];

    private static readonly Dictionary<string, string> ByExtension = Known
        .SelectMany(known => known.Endings, (known, ending) => (ending, known.MediaType))
        .ToDictionary(claim => claim.ending, claim => claim.MediaType, StringComparer.OrdinalIgnoreCase);

    // One container, several names for it: what is inside tells only a probe.
    private static readonly string[][] Alike =
    [
        ["video/mp4", "video/quicktime", "video/3gpp", "audio/mp4"],
        ["video/webm", "video/x-matroska", "audio/webm"],
        ["video/ogg", "audio/ogg"],
        ["video/x-ms-wmv", "audio/x-ms-wma"],
        ["image/heic", "image/heif", "image/avif"],
        ["image/jp2", "image/j2c"],
    ];

    /// <summary>Image, audio or video type that a name's ending claims; null where it claims none of these.</summary>
    public static string? ClaimedBy(string name) => ByExtension.GetValueOrDefault(Path.GetExtension(name).TrimStart('.'));

    /// <summary>
    /// Whether a claim of being a picture, sound or video goes against the content: another kind, or a picture of another format
    /// than declared is let pass, since the bytes decide; text, pages and archives are not.
    /// </summary>
    public static bool Contradicts(string claimed, string content)
    {
        var kind = KindOf(claimed);
        if (kind is not ("image" or "audio" or "video"))
        {
            return false;
        }

        // A drawing is text that can hold scripts: it is no other picture, and no other picture is one.
        if ((claimed == "image/svg+xml") != (content == "image/svg+xml"))
        {
            return true;
        }

        // Bytes that tell nothing contradict what would have told itself, and leave the rest its word: an icon, a score.
        if (content == ContentSniffer.Unknown)
        {
            return Known.Any(known => known.MediaType == claimed);
        }

        return kind != KindOf(content) && !Alike.Any(group => group.Contains(claimed) && group.Contains(content)) && !(IsPlayed(claimed) && IsPlayed(content));
    }

    private static bool IsPlayed(string mediaType) => KindOf(mediaType) is "audio" or "video";

    private static string KindOf(string mediaType) => mediaType[..Math.Max(0, mediaType.IndexOf('/', StringComparison.Ordinal))];
}
