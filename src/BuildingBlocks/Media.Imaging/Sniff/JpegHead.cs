namespace Media.Imaging.Sniff;

/// <summary>Finds a JPEG's frame header (SOF, ITU-T T.81 B.2.2) among its first segments.</summary>
internal static class JpegHead
{
    public static PixelSize? SizeOf(ReadOnlySpan<byte> head)
    {
        long at = 2;
        while (head.Byte(at) is { } mark)
        {
            var marker = head.Byte(at + 1);
            if (mark != 0xFF || marker is 0xFF or 0x00)
            {
                // Fill bytes, or junk between segments: decoders skip them too.
                at++;
            }
            else if (IsFrame(marker))
            {
                return PixelSize.Of(head.Int16Big(at + 7), head.Int16Big(at + 5));
            }
            else if (marker is 0x01 or (>= 0xD0 and <= 0xD8))
            {
                at += 2;
            }
            else if (marker is 0xD9 or 0xDA || head.Int16Big(at + 2) is not { } length)
            {
                return null;
            }
            else
            {
                at += 2 + Math.Max(length, 2);
            }
        }

        return null;
    }

    // C4, C8 and CC lie in the range of frame headers and are none.
    private static bool IsFrame(int? marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
