namespace Media.Imaging.Sniff;

/// <summary>JPEG 2000: the image header box of the container (ISO/IEC 15444-1 I.5.3.1), the SIZ segment of the bare codestream (A.5.1).</summary>
internal static class Jp2Head
{
    public static PixelSize? SizeOfContainer(ReadOnlySpan<byte> head)
    {
        var header = Boxes.Find(Boxes.Find(head, "jp2h"u8), "ihdr"u8);
        return PixelSize.Of(header.Int32Big(4), header.Int32Big(0));
    }

    /// <summary>Whether the boxes of the header lie within each other as they must; where it reaches beyond the head, it is taken to.</summary>
    public static bool IsSound(ReadOnlySpan<byte> head)
    {
        var boxes = new Boxes(head);
        while (boxes.MoveNext())
        {
            if (boxes.Type == Boxes.Name("jp2h"u8))
            {
                return boxes.Broken || Fits(boxes.Content);
            }
        }

        return true;
    }

    private static bool Fits(ReadOnlySpan<byte> content)
    {
        var boxes = new Boxes(content);
        while (boxes.MoveNext())
        {
            if (boxes.Broken || (boxes.Type == Boxes.Name("res "u8) && !Fits(boxes.Content)))
            {
                return false;
            }
        }

        return !boxes.Broken;
    }

    // The reference grid's extent less the image's offset on it.
    public static PixelSize? SizeOfCodestream(ReadOnlySpan<byte> head) =>
        PixelSize.Of(head.Int32Big(8) - head.Int32Big(16), head.Int32Big(12) - head.Int32Big(20));
}
