namespace Media.Imaging;

/// <summary>A picture as people see it: upright.</summary>
/// <param name="Width">Pixels, after orientation.</param>
/// <param name="Height">Pixels, after orientation.</param>
/// <param name="Frames">Frames of an animated picture; 1 for a still one.</param>
/// <param name="Pages">Pages of a TIFF; 1 for every other format.</param>
/// <param name="Orientation">As EXIF stores it, 1 to 8; 1 where it is absent or absurd, or the format applies its own.</param>
/// <param name="HasAlpha">Whether it has transparency.</param>
public sealed record PictureHeader(PictureFormat Format, int Width, int Height, int Frames, int Pages, int Orientation, bool HasAlpha);
