using Media.Imaging.Decode;
using Media.Imaging.Sniff;
using NetVips;

namespace Media.Imaging.Pipeline;

/// <summary>The way of every picture to plain pixels: sRGB, 8 bit, upright, in memory. The one place where pixels are decoded.</summary>
internal static class Upright
{
    /// <exception cref="PictureException">The pixels are corrupt.</exception>
    public static Image Pixels(OpenPicture picture, PixelNeed need, CancellationToken stop) =>
        Pixels(picture, need.Of(picture.Header), Enums.Kernel.Lanczos3, stop);

    /// <param name="size">Upright; exact, whatever the picture's shape.</param>
    public static Image Pixels(OpenPicture picture, PixelSize size, Enums.Kernel kernel, CancellationToken stop)
    {
        var stored = ExifOrientation.Turns(picture.Orientation) ? size.Turned : size;
        try
        {
            return Steps.Run(picture.Image,
            [
                new Unpack(),
                new Resize(stored, kernel),
                new ToSrgb(),
                new IntoMemory(stop),
                new Orient(picture.Orientation),
            ]);
        }
        catch (VipsException failure)
        {
            stop.ThrowIfCancellationRequested();
            throw new PictureException(PictureProblem.Corrupt(), failure);
        }
    }
}
