using NetVips;

namespace Media.Imaging.Decode;

/// <summary>EXIF orientation (CIPA DC-008 4.6.4): which way the stored rows and columns run.</summary>
internal static class ExifOrientation
{
    /// <summary>1 to 8; 1 where the tag is absent or says something else.</summary>
    public static int Of(Image image) => image.Contains("orientation") && image.Get("orientation") is int stored ? Of(stored) : 1;

    /// <summary>The same of a number that a header gave.</summary>
    public static int Of(int stored) => stored is >= 1 and <= 8 ? stored : 1;

    /// <summary>Whether width and height change places.</summary>
    public static bool Turns(int orientation) => orientation >= 5;

    /// <summary>The header of a picture stored so.</summary>
    /// <param name="count">Frames, or of a TIFF pages.</param>
    public static PictureHeader Upright(PictureFormat format, int width, int height, int count, int orientation, bool hasAlpha)
    {
        var (upWidth, upHeight) = Turns(orientation) ? (height, width) : (width, height);
        var (frames, pages) = format == PictureFormat.Tiff ? (1, count) : (count, 1);
        return new PictureHeader(format, upWidth, upHeight, frames, pages, orientation, hasAlpha);
    }
}
