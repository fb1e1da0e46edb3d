namespace Media.Imaging.Decode;

/// <summary>Reads strangers' pictures. Both calls throw <see cref="PictureException"/> where the file is the reason that they cannot.</summary>
internal interface IDecoder
{
    /// <summary>What the header says, found within the limits.</summary>
    PictureHeader Inspect(string path, PictureFormat format);

    /// <param name="need">What will be asked of the picture: it may come shrunk, never below that.</param>
    OpenPicture Open(string path, PictureFormat format, PixelNeed need);
}
