using System.Runtime.InteropServices;
using Media.Imaging.Sniff;

namespace Media.Imaging.Decode;

/// <summary>How many pixels, upright, will be asked of a picture, so that a decoder need not hand over more. No picture is enlarged.</summary>
/// <param name="Cover">False: the picture is to fit into the box. True: the box is to be covered, for both sides are needed in full.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PixelNeed(int Width, int Height, bool Cover)
{
    public static PixelNeed LongestSide(int side) => new(side, side, Cover: false);

    /// <summary>The size to which a picture of this upright size is brought: at least 1 × 1.</summary>
    public PixelSize Of(int width, int height)
    {
        var across = (double)Width / width;
        var down = (double)Height / height;
        var scale = Math.Min(1, Cover ? Math.Max(across, down) : Math.Min(across, down));
        return new PixelSize(Scaled(width, scale), Scaled(height, scale));
    }

    public PixelSize Of(PictureHeader header) => Of(header.Width, header.Height);

    private static int Scaled(int side, double scale) => Math.Max(1, (int)Math.Round(side * scale, MidpointRounding.AwayFromZero));
}
