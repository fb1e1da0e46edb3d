namespace Media.Imaging.Decode;

/// <summary>Refuses by throwing, for code between a header and its pixels.</summary>
internal static class Limiting
{
    /// <exception cref="PictureException">The size or the count is beyond the limits.</exception>
    public static void Enforce(this PictureLimits limits, PictureFormat format, int width, int height, int count)
    {
        if ((limits.Check(width, height) ?? limits.CheckCount(format, count)) is { } problem)
        {
            throw new PictureException(problem);
        }
    }
}
