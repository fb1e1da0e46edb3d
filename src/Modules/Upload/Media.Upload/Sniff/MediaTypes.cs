namespace Media.Upload.Sniff;

/// <summary>What names and declared types claim, to be held against what the bytes are.</summary>
internal static class MediaTypes
{
    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        ["jpg"] = "image/jpeg", ["jpeg"] = "image/jpeg", ["jpe"] = "image/jpeg", ["jfif"] = "image/jpeg", ["png"] = "image/png", ["apng"] = "image/png",
        ["webp"] = "image/webp", ["gif"] = "image/gif", ["tif"] = "image/tiff", ["tiff"] = "image/tiff", ["avif"] = "image/avif", ["avifs"] = "image/avif",
        ["heic"] = "image/heic", ["heif"] = "image/heif", ["jxl"] = "image/jxl", ["jp2"] = "image/jp2", ["j2k"] = "image/j2c", ["j2c"] = "image/j2c",
        ["psd"] = "image/vnd.adobe.photoshop", ["bmp"] = "image/bmp", ["svg"] = "image/svg+xml", ["svgz"] = "image/svg+xml",
        ["mp4"] = "video/mp4", ["m4v"] = "video/mp4", ["mov"] = "video/quicktime", ["3gp"] = "video/3gpp", ["webm"] = "video/webm",
        ["mkv"] = "video/x-matroska", ["avi"] = "video/x-msvideo", ["wmv"] = "video/x-ms-wmv", ["mpg"] = "video/mpeg", ["mpeg"] = "video/mpeg",
        ["ts"] = "video/mp2t", ["flv"] = "video/x-flv", ["ogv"] = "video/ogg",
        ["mp3"] = "audio/mpeg", ["m4a"] = "audio/mp4", ["aac"] = "audio/aac", ["flac"] = "audio/flac", ["wav"] = "audio/wav", ["ogg"] = "audio/ogg",
        ["opus"] = "audio/ogg", ["oga"] = "audio/ogg", ["wma"] = "audio/x-ms-wma",
    };

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

        return kind != KindOf(content) && !Alike.Any(group => group.Contains(claimed) && group.Contains(content)) && !(IsPlayed(claimed) && IsPlayed(content));
    }

    private static bool IsPlayed(string mediaType) => KindOf(mediaType) is "audio" or "video";

    private static string KindOf(string mediaType) => mediaType[..Math.Max(0, mediaType.IndexOf('/', StringComparison.Ordinal))];
}
