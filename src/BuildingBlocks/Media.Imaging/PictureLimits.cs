using System.ComponentModel.DataAnnotations;

namespace Media.Imaging;

/// <summary>
/// How large a picture may be (<c>Media:Imaging:*</c>). Checked on headers, before any pixel: at the door as far as the first bytes show it, by the
/// decoders in full.
/// </summary>
public sealed class PictureLimits
{
    public const string Section = "Media:Imaging";

    /// <summary>Pixels of one frame or page, 1 to 1,000,000,000.</summary>
    [Range(1L, 1_000_000_000L, ErrorMessage = "Media:Imaging:MaxPixels must be between 1 and 1000000000.")]
    public long MaxPixels { get; set; } = 100_000_000;

    /// <summary>Longest side in pixels, 1 to 100,000.</summary>
    [Range(1, 100_000, ErrorMessage = "Media:Imaging:MaxSide must be between 1 and 100000.")]
    public int MaxSide { get; set; } = 20_000;

    /// <summary>Frames of an animated picture, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Media:Imaging:MaxFrames must be between 1 and 1000000.")]
    public int MaxFrames { get; set; } = 1_000;

    /// <summary>Pages of a TIFF, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Media:Imaging:MaxPages must be between 1 and 1000000.")]
    public int MaxPages { get; set; } = 1_000;

    /// <summary>Length in bytes up to which a colour profile is honoured; a picture with a longer one is read as sRGB.</summary>
    [Range(0, 64 * 1024 * 1024, ErrorMessage = "Media:Imaging:MaxProfileBytes must be between 0 and 67108864.")]
    public int MaxProfileBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>What is wrong with a picture of this size, or null where nothing is. For the door: sniff, then ask.</summary>
    public PictureProblem? Check(int width, int height)
    {
        if (width < 1 || height < 1)
        {
            return PictureProblem.Corrupt("The picture says that it has no pixels.");
        }

        return width > MaxSide || height > MaxSide || (long)width * height > MaxPixels
            ? PictureProblem.TooManyPixels(width, height, this)
            : null;
    }

    /// <summary>As <see cref="Check(int, int)"/>, of frames or pages.</summary>
    internal PictureProblem? CheckCount(PictureFormat format, int count)
    {
        var (most, what) = format == PictureFormat.Tiff ? (MaxPages, "pages") : (MaxFrames, "frames");
        return count > most ? PictureProblem.TooManyFrames(count, most, what) : null;
    }
}
