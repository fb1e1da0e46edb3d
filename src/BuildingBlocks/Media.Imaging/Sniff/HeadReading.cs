using System.Buffers.Binary;

namespace Media.Imaging.Sniff;

/// <summary>Numbers out of a head; null where it ends before them, so that no parser has to count bytes itself.</summary>
internal static class HeadReading
{
    public static int? Byte(this ReadOnlySpan<byte> head, long at) => Has(head, at, 1) ? head[(int)at] : null;

    public static int? Int16Big(this ReadOnlySpan<byte> head, long at) =>
        Has(head, at, 2) ? BinaryPrimitives.ReadUInt16BigEndian(head[(int)at..]) : null;

    public static int? Int16Little(this ReadOnlySpan<byte> head, long at) =>
        Has(head, at, 2) ? BinaryPrimitives.ReadUInt16LittleEndian(head[(int)at..]) : null;

    public static long? Int24Little(this ReadOnlySpan<byte> head, long at) =>
        Has(head, at, 3) ? head[(int)at] | (head[(int)at + 1] << 8) | (head[(int)at + 2] << 16) : null;

    public static long? Int32Big(this ReadOnlySpan<byte> head, long at) =>
        Has(head, at, 4) ? BinaryPrimitives.ReadUInt32BigEndian(head[(int)at..]) : null;

    public static long? Int32Little(this ReadOnlySpan<byte> head, long at) =>
        Has(head, at, 4) ? BinaryPrimitives.ReadUInt32LittleEndian(head[(int)at..]) : null;

    public static bool HasText(this ReadOnlySpan<byte> head, long at, ReadOnlySpan<byte> text) =>
        Has(head, at, text.Length) && head.Slice((int)at, text.Length).SequenceEqual(text);

    private static bool Has(ReadOnlySpan<byte> head, long at, int count) => at >= 0 && at <= head.Length - count;
}
