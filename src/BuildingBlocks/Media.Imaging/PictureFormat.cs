namespace Media.Imaging;

/// <summary>The picture formats that this server reads, as the bytes tell them apart.</summary>
public enum PictureFormat
{
    Jpeg,

    /// <summary>PNG; an animated one (APNG) is shown by its first frame.</summary>
    Png,
    Webp,
    Gif,
    Tiff,
    Avif,

    /// <summary>An animated AVIF (brand <c>avis</c>).</summary>
    AvifSequence,

    /// <summary>HEIC and other HEIF.</summary>
    Heic,
    Jxl,

    /// <summary>JPEG 2000 in its container.</summary>
    Jp2,

    /// <summary>JPEG 2000, the bare codestream.</summary>
    J2k,
    Psd,
    Bmp,
    Svg,
}
