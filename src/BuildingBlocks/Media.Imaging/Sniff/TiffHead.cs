namespace Media.Imaging.Sniff;

/// <summary>A TIFF's first directory, where it lies in the head (it may lie anywhere in the file).</summary>
internal static class TiffHead
{
    public static bool Is(ReadOnlySpan<byte> head) =>
        head is [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..]
        // A camera's raw file: read as TIFF it would show its small preview.
        && !head.HasText(8, "CR"u8);

    public static PixelSize? SizeOf(ReadOnlySpan<byte> head)
    {
        var little = head[0] == (byte)'I';
        if (Int16(head, 2, little) != 42 || Int32(head, 4, little) is not { } directory || Int16(head, directory, little) is not { } entries)
        {
            return null;
        }

        long? width = null;
        long? height = null;
        for (var i = 0; i < entries; i++)
        {
            var entry = directory + 2 + (12L * i);
            switch (Int16(head, entry, little))
            {
                case 256: width = Value(head, entry, little); break;
                case 257: height = Value(head, entry, little); break;
                case null: return PixelSize.Of(width, height);
                default: break;
            }
        }

        return PixelSize.Of(width, height);
    }

    // Type 3 is a 16-bit number, type 4 a 32-bit one.
    private static long? Value(ReadOnlySpan<byte> head, long entry, bool little) =>
        Int16(head, entry + 2, little) == 3 ? Int16(head, entry + 8, little) : Int32(head, entry + 8, little);

    private static int? Int16(ReadOnlySpan<byte> head, long at, bool little) => little ? head.Int16Little(at) : head.Int16Big(at);

    private static long? Int32(ReadOnlySpan<byte> head, long at, bool little) => little ? head.Int32Little(at) : head.Int32Big(at);
}
