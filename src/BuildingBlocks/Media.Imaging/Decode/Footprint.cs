namespace Media.Imaging.Decode;

/// <summary>
/// How much memory decoding may take, from the head alone. Most pictures are decoded row by row; progressive, interlaced and tiled ones lie in memory
/// whole. Measured on 100 MP: AVIF 15 bytes a pixel, progressive JPEG 6.5, interlaced PNG 3.5, WebP 1.
/// </summary>
internal static class Footprint
{
    /// <summary>Bytes at worst; 0 where the head does not show the size.</summary>
    public static long Of(SniffedPicture picture)
    {
        var pixels = (long)(picture.Width ?? 0) * (picture.Height ?? 0);
        return pixels * (picture.Format is PictureFormat.Avif or PictureFormat.AvifSequence ? 16 : 8);
    }
}
