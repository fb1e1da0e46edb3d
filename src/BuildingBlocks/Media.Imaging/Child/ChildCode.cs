namespace Media.Imaging.Child;

/// <summary>How the child's exit code says what is wrong with a picture. Codes alone: no word of a decoder's reaches a client.</summary>
internal static class ChildCode
{
    /// <summary>Written to standard output first: a child that ends without it never came to see the picture, and the fault is not the file's.</summary>
    public const string Ready = "ready\n";

    private const int First = 20;

    private static readonly string[] Codes =
        ["image_corrupt", "image_too_many_pixels", "image_too_many_frames", "image_too_complex", "image_unsafe", "image_type_unsupported"];

    public static int Of(PictureProblem problem) => First + Array.IndexOf(Codes, problem.Code);

    /// <returns>Null where the code is not one of these.</returns>
    public static PictureProblem? Problem(int code, PictureLimits limits) => (code - First) switch
    {
        0 => PictureProblem.Corrupt(),
        1 => PictureProblem.TooManyPixels(limits),
        2 => PictureProblem.TooManyFrames(limits),
        3 => PictureProblem.TooComplex(),
        4 => PictureProblem.Unsafe("The picture refers to something outside itself."),
        5 => PictureProblem.TypeUnsupported(),
        _ => null,
    };
}
