namespace Media.Imaging.Decode;

/// <summary>Some TIFFs of a kind that libvips does not open (Lab, rare codings) are good pictures all the same: the other decoder is asked too.</summary>
internal static class SecondDecoder
{
    /// <param name="failure">What opening it with libvips came to.</param>
    public static bool MayRead(PictureFormat format, PictureException failure) =>
        format == PictureFormat.Tiff && failure.Problem.Code == PictureProblem.Corrupt().Code;
}
