using Media.Imaging.Sniff;

namespace Media.Imaging;

/// <summary>
/// Tells a picture by its first bytes and never by its name. Managed code alone, bounds checked: no input makes it throw, and it allocates nothing
/// of the size that a header claims.
/// </summary>
public static class PictureSniffer
{
    /// <summary>How many first bytes are worth handing over: 64 KiB.</summary>
    public const int HeadLength = 64 * 1024;

    /// <summary>The picture that these first bytes begin, or null where they begin none that this server reads.</summary>
    public static SniffedPicture? Sniff(ReadOnlySpan<byte> head)
    {
        if (FormatOf(head) is not { } format)
        {
            return null;
        }

        var size = SizeOf(format, head);
        return new SniffedPicture(format, format == PictureFormat.Heic ? IsoHead.HeifMediaType(head) : MediaTypeOf(format), size?.Width, size?.Height);
    }

    /// <summary>The media type that files of a format are given.</summary>
    public static string MediaTypeOf(PictureFormat format) => format switch
    {
        PictureFormat.Jpeg => "image/jpeg",
        PictureFormat.Png => "image/png",
        PictureFormat.Webp => "image/webp",
        PictureFormat.Gif => "image/gif",
        PictureFormat.Tiff => "image/tiff",
        PictureFormat.Avif or PictureFormat.AvifSequence => "image/avif",
        PictureFormat.Heic => "image/heic",
        PictureFormat.Jxl => "image/jxl",
        PictureFormat.Jp2 => "image/jp2",
        PictureFormat.J2k => "image/j2c",
        PictureFormat.Psd => "image/vnd.adobe.photoshop",
        PictureFormat.Bmp => "image/bmp",
        _ => "image/svg+xml",
    };

    /// <summary>Whether files of a media type are pictures that this server reads.</summary>
    public static bool Reads(string mediaType) => mediaType is "image/heif" || Enum.GetValues<PictureFormat>().Any(f => MediaTypeOf(f) == mediaType);

    private static PictureFormat? FormatOf(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => PictureFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PictureFormat.Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => PictureFormat.Gif,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => PictureFormat.Webp,
        [(byte)'8', (byte)'B', (byte)'P', (byte)'S', 0, 1, ..] => PictureFormat.Psd,
        [0xFF, 0x0A, ..] or [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ', 0x0D, 0x0A, 0x87, 0x0A, ..] => PictureFormat.Jxl,
        [0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' ', 0x0D, 0x0A, 0x87, 0x0A, ..] => PictureFormat.Jp2,
        [0xFF, 0x4F, 0xFF, 0x51, ..] => PictureFormat.J2k,
        [(byte)'B', (byte)'M', ..] when BmpHead.Is(head) => PictureFormat.Bmp,
        [(byte)'I', (byte)'I', ..] or [(byte)'M', (byte)'M', ..] when TiffHead.Is(head) => PictureFormat.Tiff,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => IsoHead.FormatOf(head),
        _ when SvgHead.Is(head) => PictureFormat.Svg,
        _ => null,
    };

    private static PixelSize? SizeOf(PictureFormat format, ReadOnlySpan<byte> head) => format switch
    {
        PictureFormat.Jpeg => JpegHead.SizeOf(head),
        PictureFormat.Png => PngHead.SizeOf(head),
        PictureFormat.Webp => WebpHead.SizeOf(head),
        PictureFormat.Gif => PixelSize.Of(head.Int16Little(6), head.Int16Little(8)),
        PictureFormat.Tiff => TiffHead.SizeOf(head),
        PictureFormat.Avif or PictureFormat.AvifSequence or PictureFormat.Heic => IsoHead.SizeOf(head),
        PictureFormat.Jxl => JxlHead.SizeOf(head),
        PictureFormat.Jp2 => Jp2Head.SizeOfContainer(head),
        PictureFormat.J2k => Jp2Head.SizeOfCodestream(head),
        PictureFormat.Psd => PixelSize.Of(head.Int32Big(18), head.Int32Big(14)),
        PictureFormat.Bmp => BmpHead.SizeOf(head),
        _ => null,
    };
}
