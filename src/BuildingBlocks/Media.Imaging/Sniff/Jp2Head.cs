namespace Media.Imaging.Sniff;

/// <summary>JPEG 2000: the image header box of the container (ISO/IEC 15444-1 I.5.3.1), the SIZ segment of the bare codestream (A.5.1).</summary>
internal static class Jp2Head
{
    public static PixelSize? SizeOfContainer(ReadOnlySpan<byte> head)
    {
        var header = Boxes.Find(Boxes.Find(head, "jp2h"u8), "ihdr"u8);
        return PixelSize.Of(header.Int32Big(4), header.Int32Big(0));
    }

    // The reference grid's extent less the image's offset on it.
    public static PixelSize? SizeOfCodestream(ReadOnlySpan<byte> head) =>
        PixelSize.Of(head.Int32Big(8) - head.Int32Big(16), head.Int32Big(12) - head.Int32Big(20));
}
