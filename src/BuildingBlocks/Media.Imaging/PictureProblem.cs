using System.Globalization;

namespace Media.Imaging;

/// <summary>Why a picture cannot be read: the file's own fault, so that another try is no use.</summary>
/// <param name="Code">One of the codes that Media.Web's ProblemCode lists for images.</param>
/// <param name="Detail">A sentence for whoever sent the picture; never text of a decoder.</param>
public sealed record PictureProblem(string Code, string Detail)
{
    public static PictureProblem Corrupt(string detail = "The file is damaged or cut short.") => new("image_corrupt", detail);

    public static PictureProblem TooManyPixels(long width, long height, PictureLimits limits) => new(
        "image_too_many_pixels",
        string.Create(
            CultureInfo.InvariantCulture,
            $"The picture is {width} × {height} pixels; at most {limits.MaxPixels} pixels and {limits.MaxSide} a side are read."));

    internal static PictureProblem TooManyPixels(PictureLimits limits) => new(
        "image_too_many_pixels",
        string.Create(CultureInfo.InvariantCulture, $"At most {limits.MaxPixels} pixels and {limits.MaxSide} a side are read."));

    internal static PictureProblem TooManyFrames(PictureLimits limits) => new(
        "image_too_many_frames",
        string.Create(CultureInfo.InvariantCulture, $"At most {limits.MaxFrames} frames and {limits.MaxPages} pages are read."));

    public static PictureProblem TooManyFrames(int count, int most, string what) =>
        new("image_too_many_frames", string.Create(CultureInfo.InvariantCulture, $"The picture has {count} {what}; at most {most} are read."));

    public static PictureProblem TooComplex(string detail = "The picture took more time or memory than a picture may.") =>
        new("image_too_complex", detail);

    public static PictureProblem Unsafe(string detail) => new("image_unsafe", detail);

    public static PictureProblem TypeUnsupported(string detail = "The content is no picture that this server reads.") =>
        new("image_type_unsupported", detail);
}

/// <summary>A picture cannot be read, and the file is the reason: a step ends at once with <see cref="PictureProblem.Code"/>.</summary>
public sealed class PictureException(PictureProblem problem, Exception? inner = null) : Exception($"{problem.Code}: {problem.Detail}", inner)
{
    public PictureProblem Problem { get; } = problem;
}
