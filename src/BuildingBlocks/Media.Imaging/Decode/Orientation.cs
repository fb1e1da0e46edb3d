using NetVips;

namespace Media.Imaging.Decode;

/// <summary>EXIF orientation (CIPA DC-008 4.6.4): which way the stored rows and columns run.</summary>
internal static class Orientation
{
    /// <summary>1 to 8; 1 where the tag is absent or says something else.</summary>
    public static int Of(Image image) =>
        image.Contains("orientation") && image.Get("orientation") is int and >= 1 and <= 8 and var stored ? stored : 1;

    /// <summary>Whether width and height change places.</summary>
    public static bool Turns(int orientation) => orientation >= 5;
}
