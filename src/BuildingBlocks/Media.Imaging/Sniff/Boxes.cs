namespace Media.Imaging.Sniff;

/// <summary>Walks the boxes of an ISO base media file (ISO/IEC 14496-12) or a JPEG 2000 or JPEG XL container, as far as the head goes.</summary>
internal ref struct Boxes(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private long next;

    /// <summary>The present box's four letters, as they are read: big-endian.</summary>
    public uint Type { get; private set; }

    /// <summary>The present box's content, cut where the head ends.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Whether the last box did not fit into these bytes, or too few were left for one: damage, where these are a whole box's content.</summary>
    public bool Broken { get; private set; }

    public static uint Name(ReadOnlySpan<byte> letters) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(letters);

    public bool MoveNext()
    {
        var at = next;
        if (bytes.Int32Big(at) is not { } length || bytes.Int32Big(at + 4) is not { } type)
        {
            Broken = at < bytes.Length;
            return false;
        }

        var header = 8;
        if (length == 1)
        {
            // A 64-bit length; what exceeds 32 bits ends behind any head.
            length = bytes.Int32Big(at + 8) == 0 && bytes.Int32Big(at + 12) is { } low ? low : uint.MaxValue;
            header = 16;
        }
        else if (length == 0)
        {
            length = uint.MaxValue;
        }

        if (length < header || at + header > bytes.Length)
        {
            Broken = true;
            return false;
        }

        // One that reaches to the end, whatever that is, fits.
        Broken = length != uint.MaxValue && at + length > bytes.Length;
        next = Math.Min(at + length, bytes.Length);
        Type = (uint)type;
        Content = bytes[(int)(at + header)..(int)next];
        return true;
    }

    /// <summary>The first box of a name among these, or nothing.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name)
    {
        var boxes = new Boxes(bytes);
        while (boxes.MoveNext())
        {
            if (boxes.Type == Name(name))
            {
                return boxes.Content;
            }
        }

        return default;
    }
}
