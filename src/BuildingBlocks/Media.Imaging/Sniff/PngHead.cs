namespace Media.Imaging.Sniff;

/// <summary>A PNG's IHDR, which must be its first chunk.</summary>
internal static class PngHead
{
    public static PixelSize? SizeOf(ReadOnlySpan<byte> head) =>
        head.HasText(12, "IHDR"u8) ? PixelSize.Of(head.Int32Big(16), head.Int32Big(20)) : null;
}
