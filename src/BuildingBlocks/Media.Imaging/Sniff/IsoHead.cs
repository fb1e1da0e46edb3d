namespace Media.Imaging.Sniff;

/// <summary>AVIF and HEIF (ISO/IEC 23008-12): told by the brands of the file type box, sized by the spatial extents of the items.</summary>
internal static class IsoHead
{
    public static PictureFormat? FormatOf(ReadOnlySpan<byte> head)
    {
        var brands = Boxes.Find(head, "ftyp"u8);
        if (brands.Int32Big(0) is not { } major)
        {
            return null;
        }

        if (major == Boxes.Name("avis"u8))
        {
            return PictureFormat.AvifSequence;
        }

        if (major == Boxes.Name("avif"u8))
        {
            return PictureFormat.Avif;
        }

        if (IsHevc((uint)major))
        {
            return PictureFormat.Heic;
        }

        // mif1 and msf1 name the container alone: the brands after it tell the coding.
        return major == Boxes.Name("mif1"u8) || major == Boxes.Name("msf1"u8) ? OfContainer(brands) : null;
    }

    public static string HeifMediaType(ReadOnlySpan<byte> head) =>
        Boxes.Find(head, "ftyp"u8).Int32Big(0) is { } major && IsHevc((uint)major) ? "image/heic" : "image/heif";

    /// <summary>The largest extents of any item: of a picture made of tiles that is the whole.</summary>
    public static PixelSize? SizeOf(ReadOnlySpan<byte> head)
    {
        var meta = Boxes.Find(head, "meta"u8);
        if (meta.Length < 4)
        {
            return null;
        }

        PixelSize? largest = null;
        var properties = new Boxes(Boxes.Find(Boxes.Find(meta[4..], "iprp"u8), "ipco"u8));
        while (properties.MoveNext())
        {
            if (properties.Type == Boxes.Name("ispe"u8)
                && PixelSize.Of(properties.Content.Int32Big(4), properties.Content.Int32Big(8)) is { } size
                && (largest is null || size.Pixels > largest.Value.Pixels))
            {
                largest = size;
            }
        }

        return largest;
    }

    private static PictureFormat OfContainer(ReadOnlySpan<byte> brands)
    {
        for (var at = 8; brands.Int32Big(at) is { } brand; at += 4)
        {
            if (brand == Boxes.Name("avif"u8))
            {
                return PictureFormat.Avif;
            }
        }

        return PictureFormat.Heic;
    }

    private static bool IsHevc(uint brand) =>
        brand == Boxes.Name("heic"u8) || brand == Boxes.Name("heix"u8) || brand == Boxes.Name("heim"u8) || brand == Boxes.Name("heis"u8)
        || brand == Boxes.Name("hevc"u8) || brand == Boxes.Name("hevx"u8) || brand == Boxes.Name("hevm"u8) || brand == Boxes.Name("hevs"u8);
}
