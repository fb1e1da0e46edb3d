using System.ComponentModel.DataAnnotations;

namespace Media.Imaging;

/// <summary>How pictures are read and written (<c>Media:Imaging:*</c>); how large they may be is <see cref="PictureLimits"/>.</summary>
public sealed class ImagingSettings
{
    /// <summary>How many pictures this process decodes at once, each on one thread. 0, the default: as many as there are cores.</summary>
    [Range(0, 1024, ErrorMessage = "Media:Imaging:Concurrency must be between 0 and 1024; 0 means the number of cores.")]
    public int Concurrency { get; set; }

    /// <summary>Seconds that one picture may take, in the process or in the child, 1 to 3,600.</summary>
    [Range(1, 3600, ErrorMessage = "Media:Imaging:Seconds must be between 1 and 3600.")]
    public int Seconds { get; set; } = 60;

    /// <summary>
    /// Memory that one picture may take in this process, in bytes, 0 to 64 GiB: one that may need more is decoded in the child. The default lets 50 MP in,
    /// or 25 MP of AVIF.
    /// </summary>
    [Range(0L, 64L << 30, ErrorMessage = "Media:Imaging:InProcessBytes must be between 0 and 68719476736.")]
    public long InProcessBytes { get; set; } = 384L << 20;

    /// <summary>Memory of the child decoder in bytes, 256 MiB to 64 GiB.</summary>
    [Range(256L << 20, 64L << 30, ErrorMessage = "Media:Imaging:ChildBytes must be between 268435456 and 68719476736.")]
    public long ChildBytes { get; set; } = 1L << 30;

    /// <summary>How the child decoder is started: a program, then arguments. Empty, the default: this program with <c>decode</c>.</summary>
    public IList<string> Decoder { get; } = [];

    /// <summary>JPEG quality, 1 to 100.</summary>
    [Range(1, 100, ErrorMessage = "Media:Imaging:JpegQuality must be between 1 and 100.")]
    public int JpegQuality { get; set; } = 80;

    /// <summary>WebP quality, 1 to 100.</summary>
    [Range(1, 100, ErrorMessage = "Media:Imaging:WebpQuality must be between 1 and 100.")]
    public int WebpQuality { get; set; } = 80;

    /// <summary>WebP effort, 0 (fast) to 6 (small). Of a photo of 2,048 pixels 2 takes 124 ms and 4 takes 275, for 4 % fewer bytes.</summary>
    [Range(0, 6, ErrorMessage = "Media:Imaging:WebpEffort must be between 0 and 6.")]
    public int WebpEffort { get; set; } = 2;

    /// <summary>AVIF quality, 1 to 100.</summary>
    [Range(1, 100, ErrorMessage = "Media:Imaging:AvifQuality must be between 1 and 100.")]
    public int AvifQuality { get; set; } = 50;

    /// <summary>AVIF effort, 0 (fast) to 9 (small). Of a photo of 1,280 pixels 1 takes 0.26 s and 4 takes 2.9, for the same bytes.</summary>
    [Range(0, 9, ErrorMessage = "Media:Imaging:AvifEffort must be between 0 and 9.")]
    public int AvifEffort { get; set; } = 1;

    /// <summary>
    /// A hook for tests alone: the process dies (SIGKILL) in the middle of decoding any picture whose first 64 KiB hold this text.
    /// Honoured only where the environment says MEDIA_TEST_HOOKS=1.
    /// </summary>
    public string TestCrash { get; set; } = "";
}
