using System.Text;
using Media.Imaging;

namespace Media.Upload.Sniff;

/// <summary>Tells a file's media type by its first bytes.</summary>
internal static class ContentSniffer
{
    /// <summary>How many first bytes it wants.</summary>
    public const int HeadLength = PictureSniffer.HeadLength;

    /// <summary>What bytes are that tell nothing.</summary>
    public const string Unknown = "application/octet-stream";

    private static readonly (byte[] Start, int At, string MediaType)[] Signatures =
    [
        (Of("%PDF-"), 0, "application/pdf"),
        ([0x1A, 0x45, 0xDF, 0xA3], 0, "video/x-matroska"),
        (Of("fLaC"), 0, "audio/flac"),
        (Of("OggS"), 0, "audio/ogg"),
        (Of("ID3"), 0, "audio/mpeg"),
        (Of("FLV\u0001"), 0, "video/x-flv"),
        ([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], 0, "video/x-ms-wmv"),
        ([0x00, 0x00, 0x01, 0xBA], 0, "video/mpeg"),
        ([0x00, 0x00, 0x01, 0xB3], 0, "video/mpeg"),
        ([(byte)'P', (byte)'K', 3, 4], 0, "application/zip"),
        ([(byte)'P', (byte)'K', 5, 6], 0, "application/zip"),
        ([0x1F, 0x8B], 0, "application/gzip"),
        (Of("7z\u00BC\u00AF\u0027\u001C"), 0, "application/x-7z-compressed"),
        (Of("Rar!\u001A\u0007"), 0, "application/vnd.rar"),
        (Of("ustar"), 257, "application/x-tar"),
        (Of("MZ"), 0, "application/vnd.microsoft.portable-executable"),
        (Of("\u007FELF"), 0, "application/x-elf"),
        (Of("%!PS"), 0, "application/postscript"),
    ];

    /// <summary>What begins with these bytes: <see cref="HeadLength"/> of them, or all there are.</summary>
    public static SniffedContent Sniff(ReadOnlySpan<byte> head)
    {
        if (PictureSniffer.Sniff(head) is { } picture)
        {
            return new SniffedContent(picture.MediaType, picture);
        }

        foreach (var (start, at, mediaType) in Signatures)
        {
            if (head.Length >= at + start.Length && head.Slice(at, start.Length).SequenceEqual(start))
            {
                return new SniffedContent(mediaType == "video/x-matroska" && Has(head, "webm") ? "video/webm" : mediaType, null);
            }
        }

        return new SniffedContent(Riff(head) ?? Iso(head) ?? Mp3(head) ?? TransportStream(head) ?? Text(head) ?? Unknown, null);
    }

    private static string? Riff(ReadOnlySpan<byte> head) => head is [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, ..] && head.Length >= 12
        ? Encoding.ASCII.GetString(head.Slice(8, 4)) switch
        {
            "WAVE" => "audio/wav",
            "AVI " => "video/x-msvideo",
            _ => null,
        }
        : null;

    // ISO base media files: the brand, or for old QuickTime files the first box.
    private static string? Iso(ReadOnlySpan<byte> head)
    {
        if (head.Length < 12)
        {
            return null;
        }

        return Encoding.ASCII.GetString(head.Slice(4, 4)) switch
        {
            "ftyp" => Encoding.ASCII.GetString(head.Slice(8, 4)) switch
            {
                "qt  " => "video/quicktime",
                "M4A " or "M4B " => "audio/mp4",
                ['3', 'g', ..] => "video/3gpp",
                _ => "video/mp4",
            },
            "moov" or "mdat" or "wide" => "video/quicktime",
            _ => null,
        };
    }

    // A frame header of layer III with a valid bit rate and sampling rate, and not the sync word of AAC.
    private static string? Mp3(ReadOnlySpan<byte> head) => head.Length >= 4 && head[0] == 0xFF && (head[1] & 0xE0) == 0xE0
        ? (head[1] & 0x06) switch
        {
            0x02 when (head[2] & 0xF0) is not (0xF0 or 0) && (head[2] & 0x0C) != 0x0C => "audio/mpeg",
            0x00 when (head[1] & 0xF0) == 0xF0 => "audio/aac",
            _ => null,
        }
        : null;

    private static string? TransportStream(ReadOnlySpan<byte> head) =>
        head.Length > 376 && head[0] == 0x47 && head[188] == 0x47 && head[376] == 0x47 ? "video/mp2t" : null;

    private static string? Text(ReadOnlySpan<byte> head)
    {
        // A character may be cut at the end of the head.
        var whole = head.Length < HeadLength ? head : head[..^4];
        if (head.Length == 0 || head.IndexOfAnyInRange((byte)0, (byte)8) >= 0 || !System.Text.Unicode.Utf8.IsValid(TrimPartial(whole)))
        {
            return null;
        }

        var start = Encoding.UTF8.GetString(whole[..Math.Min(whole.Length, 512)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase) ? "text/html"
            : start.StartsWith("<?xml", StringComparison.Ordinal) ? "application/xml"
            : "text/plain";
    }

    private static ReadOnlySpan<byte> TrimPartial(ReadOnlySpan<byte> text)
    {
        for (var cut = 0; cut < 4 && text.Length > cut; cut++)
        {
            if (System.Text.Unicode.Utf8.IsValid(text[..^cut]))
            {
                return text[..^cut];
            }
        }

        return text;
    }

    private static bool Has(ReadOnlySpan<byte> head, string word) => head[..Math.Min(head.Length, 64)].IndexOf(Of(word)) >= 0;

    private static byte[] Of(string text) => Encoding.Latin1.GetBytes(text);
}

/// <param name="Picture">What the header of a picture shows; null for anything else.</param>
internal sealed record SniffedContent(string MediaType, SniffedPicture? Picture);
