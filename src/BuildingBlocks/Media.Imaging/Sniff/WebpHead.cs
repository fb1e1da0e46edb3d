namespace Media.Imaging.Sniff;

/// <summary>A WebP's canvas (VP8X) or its only frame (VP8, VP8L): RFC 9649.</summary>
internal static class WebpHead
{
    public static PixelSize? SizeOf(ReadOnlySpan<byte> head)
    {
        if (head.HasText(12, "VP8X"u8))
        {
            return PixelSize.Of(head.Int24Little(24) + 1, head.Int24Little(27) + 1);
        }

        if (head.HasText(12, "VP8L"u8) && head.Byte(20) == 0x2F && head.Int32Little(21) is { } bits)
        {
            return PixelSize.Of((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
        }

        return head.HasText(12, "VP8 "u8) && head.Int24Little(23) == 0x2A019D
            ? PixelSize.Of(head.Int16Little(26) & 0x3FFF, head.Int16Little(28) & 0x3FFF)
            : null;
    }
}
