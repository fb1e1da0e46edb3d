namespace Media.Imaging;

/// <summary>What renditions are written as.</summary>
public enum RenditionFormat
{
    Jpeg,
    Webp,
    Avif,
}

/// <summary>One rendition to make.</summary>
/// <param name="MaxSide">Longest side in pixels, 1 to 16,383 (more than that WebP cannot hold); a smaller picture is not enlarged.</param>
public sealed record RenditionOrder(string Name, int MaxSide, RenditionFormat Format);

/// <summary>A rendition made: sRGB, 8 bit, upright, with no metadata of any kind.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record MadeRendition(RenditionOrder Order, int Width, int Height, byte[] Content);
