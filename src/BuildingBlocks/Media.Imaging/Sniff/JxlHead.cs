namespace Media.Imaging.Sniff;

/// <summary>JPEG XL's size header (ISO/IEC 18181-1 D.2), a few bits after the signature, bare or in the container's codestream box.</summary>
internal static class JxlHead
{
    // Width as a fraction of the height, where the header says so in three bits.
    private static readonly (int Over, int Under)[] Ratios = [(1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1)];

    public static PixelSize? SizeOf(ReadOnlySpan<byte> head)
    {
        if (head is [0xFF, 0x0A, ..])
        {
            return OfCodestream(head);
        }

        var codestream = Boxes.Find(head, "jxlc"u8);
        if (codestream.IsEmpty && Boxes.Find(head, "jxlp"u8) is { Length: > 4 } part)
        {
            // A part begins with its number.
            codestream = part[4..];
        }

        return codestream is [0xFF, 0x0A, ..] ? OfCodestream(codestream) : null;
    }

    private static PixelSize? OfCodestream(ReadOnlySpan<byte> codestream)
    {
        var bits = new Bits(codestream[2..]);
        var small = bits.Take(1) == 1;
        var height = Side(ref bits, small);
        var ratio = (int)bits.Take(3);
        var width = ratio == 0 ? Side(ref bits, small) : height * Ratios[ratio - 1].Over / Ratios[ratio - 1].Under;
        return bits.Ended ? null : PixelSize.Of(width, height);
    }

    private static long Side(ref Bits bits, bool small) =>
        small ? (bits.Take(5) + 1) * 8 : bits.Take(bits.Take(2) switch { 0 => 9, 1 => 13, 2 => 18, _ => 30 }) + 1;

    /// <summary>Bits from the least significant up, as JPEG XL packs them.</summary>
    private ref struct Bits(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> bytes = bytes;
        private int at;

        public readonly bool Ended => at > bytes.Length * 8;

        public long Take(int count)
        {
            long value = 0;
            for (var i = 0; i < count; i++, at++)
            {
                value |= (long)(((bytes.Byte(at / 8) ?? 0) >> (at % 8)) & 1) << i;
            }

            return value;
        }
    }
}
