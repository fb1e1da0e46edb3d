using System.Runtime.InteropServices;
using ImageMagick;
using Media.Imaging.Decode;
using NetVips;

namespace Media.Imaging.Child;

/// <summary>Opens what libvips does not read, in the child alone; the pixels go on through the same pipeline as any other.</summary>
internal sealed class MagickDecoder(PictureLimits limits, long memoryBytes, string folder) : IDecoder
{
    private const int StripBytes = 4 << 20;

    public PictureHeader Inspect(string path, PictureFormat format) => Guarded(format, () => Ping(path, format));

    public OpenPicture Open(string path, PictureFormat format, PixelNeed need) => Guarded(format, () =>
    {
        var header = Ping(path, format);
        using var image = new MagickImage(path, Settings(format));
        var count = Math.Max(header.Frames, header.Pages);
        limits.Enforce(format, (int)image.Width, (int)image.Height, count);
        if (image.ColorSpace is not (ColorSpace.sRGB or ColorSpace.Gray or ColorSpace.CMYK))
        {
            image.ColorSpace = ColorSpace.sRGB;
        }

        // What the pixels say counts: some coders know size and alpha only then.
        var found = Header(image, format, count);
        return new OpenPicture(Copy(image, out var release), found, found.Orientation, release);
    });

    private static MagickFormat Coder(PictureFormat format) => format switch
    {
        PictureFormat.AvifSequence => MagickFormat.Avif,
        PictureFormat.Heic => MagickFormat.Heic,
        PictureFormat.Jxl => MagickFormat.Jxl,
        PictureFormat.Jp2 => MagickFormat.Jp2,
        PictureFormat.J2k => MagickFormat.J2k,
        PictureFormat.Psd => MagickFormat.Psd,
        PictureFormat.Bmp => MagickFormat.Bmp,
        PictureFormat.Svg => MagickFormat.Svg,
        PictureFormat.Tiff => MagickFormat.Tiff,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "ImageMagick is not asked to read this format"),
    };

    // The format is named, so that the file's name and content decide nothing; the first frame alone is read.
    private static MagickReadSettings Settings(PictureFormat format, uint frames = 1) =>
        new() { Format = Coder(format), FrameIndex = 0, FrameCount = frames, BackgroundColor = MagickColors.Transparent };

    private T Guarded<T>(PictureFormat format, Func<T> read)
    {
        MagickPolicy.Apply(Coder(format), limits, memoryBytes, folder);
        try
        {
            return read();
        }
        catch (MagickException failure) when (failure is MagickCacheErrorException or MagickResourceLimitErrorException)
        {
            throw new PictureException(PictureProblem.TooComplex(), failure);
        }
        catch (MagickException failure)
        {
            throw new PictureException(PictureProblem.Corrupt(), failure);
        }
    }

    private PictureHeader Ping(string path, PictureFormat format)
    {
        using var image = new MagickImage();
        image.Ping(path, Settings(format));
        limits.Enforce(format, (int)image.Width, (int)image.Height, count: 1);
        var frames = Frames(path, format);
        limits.Enforce(format, (int)image.Width, (int)image.Height, frames);
        return Header(image, format, frames);
    }

    private static PictureHeader Header(MagickImage image, PictureFormat format, int count) => ExifOrientation.Upright(
        format, (int)image.Width, (int)image.Height, count, ExifOrientation.Of((int)image.Orientation), image.HasAlpha);

    // Only these have frames or pages; the layers of a PSD and the further pictures of a HEIC are no frames.
    private int Frames(string path, PictureFormat format)
    {
        if (format is not (PictureFormat.AvifSequence or PictureFormat.Jxl or PictureFormat.Tiff))
        {
            return 1;
        }

        using var frames = new MagickImageCollection();
        frames.Ping(path, Settings(format, (uint)Math.Max(limits.MaxFrames, limits.MaxPages) + 1));
        return frames.Count;
    }

    private Image Copy(MagickImage image, out Action release)
    {
        var ink = image.ColorSpace == ColorSpace.CMYK;
        var (mapping, bands) = (ink, image.HasAlpha) switch
        {
            (true, _) => ("CMYK", 4),
            (_, true) => ("RGBA", 4),
            _ => ("RGB", 3),
        };
        var (width, height) = ((int)image.Width, (int)image.Height);
        var bytes = (nuint)width * (nuint)height * (nuint)bands;
        var pixels = Fill(image, mapping, bands, bytes);
        release = () => Marshal.FreeHGlobal(pixels);
        using var bare = Image.NewFromMemory(pixels, bytes, width, height, bands, Enums.BandFormat.Uchar);
        using var typed = bare.Copy(interpretation: ink ? Enums.Interpretation.Cmyk : Enums.Interpretation.Srgb);
        var profile = image.ColorSpace == ColorSpace.Gray ? null : image.GetColorProfile()?.ToByteArray();
        return profile is { Length: > 0 } && profile.Length <= limits.MaxProfileBytes
            ? typed.Mutate(fields => fields.Set(GValue.BlobType, Profile.Field, profile))
            : typed.Copy();
    }

    // Strip by strip: a second whole copy on the managed heap would double the memory.
    private static nint Fill(MagickImage image, string mapping, int bands, nuint bytes)
    {
        var memory = Marshal.AllocHGlobal((nint)bytes);
        var row = (int)image.Width * bands;
        var rows = Math.Max(1, StripBytes / row);
        using var source = image.GetPixelsUnsafe();
        for (var y = 0; y < (int)image.Height; y += rows)
        {
            var count = Math.Min(rows, (int)image.Height - y);
            var strip = source.ToByteArray(0, y, image.Width, (uint)count, mapping)
                ?? throw new PictureException(PictureProblem.Corrupt());
            Marshal.Copy(strip, 0, memory + ((nint)y * row), count * row);
        }

        return memory;
    }
}
