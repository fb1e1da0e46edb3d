using NetVips;

namespace Media.Imaging.Pipeline;

/// <summary>Writes a finished picture. Nothing of the original's metadata goes along: no EXIF, XMP, IPTC, profile, comment or thumbnail.</summary>
internal sealed class Encode(ImagingSettings settings)
{
    private const Enums.ForeignKeep Nothing = Enums.ForeignKeep.None;

    public byte[] Write(Image image, RenditionFormat format, CancellationToken stop)
    {
        using var _ = stop.Register(() => image.SetKill(true));
        return format switch
        {
            RenditionFormat.Jpeg => image.JpegsaveBuffer(settings.JpegQuality, optimizeCoding: true, keep: Nothing),
            RenditionFormat.Webp => image.WebpsaveBuffer(settings.WebpQuality, effort: settings.WebpEffort, keep: Nothing),
            RenditionFormat.Avif => image.HeifsaveBuffer(
                settings.AvifQuality, bitdepth: 8, compression: Enums.ForeignHeifCompression.Av1, effort: settings.AvifEffort, keep: Nothing),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "not a format of renditions"),
        };
    }
}
