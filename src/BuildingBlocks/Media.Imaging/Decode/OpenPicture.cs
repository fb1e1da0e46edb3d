using NetVips;

namespace Media.Imaging.Decode;

/// <summary>A picture whose header is read and found within the limits; its pixels are read as they are asked for.</summary>
/// <param name="image">As stored: not yet upright, in its own colours, shrunk perhaps.</param>
/// <param name="header">Of the upright original, whatever was shrunk.</param>
/// <param name="orientation">What is still to be done to <paramref name="image"/>; 1 where it is upright.</param>
/// <param name="release">Gives back what the image's pixels lie in.</param>
internal sealed class OpenPicture(Image image, PictureHeader header, int orientation, Action? release = null) : IDisposable
{
    public Image Image { get; } = image;

    public PictureHeader Header { get; } = header;

    public int Orientation { get; } = orientation;

    public void Dispose()
    {
        Image.Dispose();
        release?.Invoke();
    }
}
