namespace Media.Imaging.Sniff;

/// <summary>A BMP's file header and the header after it. "BM" alone begins many a text: the second header's length must be a known one.</summary>
internal static class BmpHead
{
    public static bool Is(ReadOnlySpan<byte> head) => head.Int32Little(14) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;

    public static PixelSize? SizeOf(ReadOnlySpan<byte> head)
    {
        if (head.Int32Little(14) == 12)
        {
            return PixelSize.Of(head.Int16Little(18), head.Int16Little(20));
        }

        // A negative height means that rows run from top to bottom.
        return head.Int32Little(22) is { } height ? PixelSize.Of((int?)head.Int32Little(18), Math.Abs((long)(int)height)) : null;
    }
}
