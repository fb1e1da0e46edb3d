using NetVips;

namespace Media.Imaging.Decode;

/// <summary>
/// Opens what libvips reads: by the loader of the sniffed format and no other, failing on errors, and nothing but the header until that is found
/// within the limits.
/// </summary>
internal sealed class VipsDecoder(PictureLimits limits) : IDecoder
{
    public static bool Reads(PictureFormat format) => format
        is PictureFormat.Jpeg or PictureFormat.Png or PictureFormat.Webp or PictureFormat.Gif or PictureFormat.Tiff or PictureFormat.Avif;

    public PictureHeader Inspect(string path, PictureFormat format) => Guarded(() =>
    {
        using var image = Load(path, format, shrink: 1);
        return Checked(image, format);
    });

    public OpenPicture Open(string path, PictureFormat format, PixelNeed need) => Guarded(() =>
    {
        var image = Load(path, format, shrink: 1);
        try
        {
            var header = Checked(image, format);
            if (ShrinkOnLoad.Factor(format, header, need) is var factor and > 1)
            {
                image.Dispose();
                image = Load(path, format, factor);
            }

            image = Profile.Bound(image, limits);
            return new OpenPicture(image, header, header.Orientation);
        }
        catch
        {
            image.Dispose();
            throw;
        }
    });

    private static T Guarded<T>(Func<T> read)
    {
        Vips.Start();
        try
        {
            return read();
        }
        catch (VipsException failure)
        {
            throw new PictureException(PictureProblem.Corrupt(), failure);
        }
    }

    private static Image Load(string path, PictureFormat format, int shrink)
    {
        const Enums.FailOn strict = Enums.FailOn.Error;
        const Enums.Access rows = Enums.Access.Sequential;
        return format switch
        {
            PictureFormat.Jpeg => Image.Jpegload(path, shrink: shrink, access: rows, failOn: strict),
            PictureFormat.Png => Image.Pngload(path, access: rows, failOn: strict),
            PictureFormat.Webp => Image.Webpload(path, scale: 1.0 / shrink, access: rows, failOn: strict),
            PictureFormat.Gif => Image.Gifload(path, access: rows, failOn: strict),
            PictureFormat.Tiff => Image.Tiffload(path, access: rows, failOn: strict),
            PictureFormat.Avif => Image.Heifload(path, access: rows, failOn: strict),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "libvips is not asked to read this format"),
        };
    }

    private PictureHeader Checked(Image image, PictureFormat format)
    {
        // vips_image_get_n_pages doubts large counts and says 1; the field says what the file says.
        var count = image.Contains("n-pages") ? (int)image.Get("n-pages") : 1;
        limits.Enforce(format, image.Width, image.Height, count);
        return ExifOrientation.Upright(format, image.Width, image.Height, count, ExifOrientation.Of(image), image.HasAlpha());
    }
}
