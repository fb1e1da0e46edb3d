using NetVips;

namespace Media.Imaging.Decode;

/// <summary>
/// Opens what libvips reads: by the loader of the sniffed format and no other, failing on errors, and nothing but the header until that is found
/// within the limits.
/// </summary>
internal sealed class VipsDecoder(PictureLimits limits)
{
    public static bool Reads(PictureFormat format) => format
        is PictureFormat.Jpeg or PictureFormat.Png or PictureFormat.Webp or PictureFormat.Gif or PictureFormat.Tiff or PictureFormat.Avif;

    /// <param name="need">The size that will be asked for: the picture may be shrunk while it loads, never below that.</param>
    /// <exception cref="PictureException">It is corrupt or beyond the limits.</exception>
    public OpenPicture Open(string path, PictureFormat format, PixelNeed need)
    {
        Vips.Start();
        Image? image = null;
        try
        {
            image = Load(path, format, shrink: 1);
            var header = Checked(image, format);
            var factor = ShrinkOnLoad.Factor(format, header, need);
            if (factor > 1)
            {
                image.Dispose();
                image = Load(path, format, factor);
            }

            image = Profile.Bound(image, limits);
            var opened = new OpenPicture(image, header, header.Orientation);
            image = null;
            return opened;
        }
        catch (VipsException failure)
        {
            throw new PictureException(PictureProblem.Corrupt(), failure);
        }
        finally
        {
            image?.Dispose();
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
        if ((limits.Check(image.Width, image.Height) ?? limits.CheckCount(format, count)) is { } problem)
        {
            throw new PictureException(problem);
        }

        var orientation = Orientation.Of(image);
        var (width, height) = Orientation.Turns(orientation) ? (image.Height, image.Width) : (image.Width, image.Height);
        var (frames, pages) = format == PictureFormat.Tiff ? (1, count) : (count, 1);
        return new PictureHeader(format, width, height, frames, pages, orientation, image.HasAlpha());
    }
}
