namespace Media.Imaging;

/// <summary>How a picture is brought to the size that a model asks for.</summary>
public enum DetectorFit
{
    /// <summary>To that width and that height, whatever becomes of its shape.</summary>
    Stretch,

    /// <summary>To fit in, at the top left; the rest is grey (114), as the YOLO family is trained.</summary>
    Letterbox,
}

/// <summary>A picture's pixels for a model: upright, sRGB, three bytes a pixel (R, G, B), rows from the top without gaps.</summary>
/// <param name="Width">As asked for.</param>
/// <param name="Height">As asked for.</param>
/// <param name="FilledWidth">How many columns from the left the picture takes; the rest is grey.</param>
/// <param name="FilledHeight">How many rows from the top the picture takes.</param>
/// <param name="SourceWidth">Pixels of the upright original: boxes are scaled by <c>SourceWidth / FilledWidth</c>.</param>
/// <param name="SourceHeight">As <paramref name="SourceWidth"/>.</param>
public sealed record DetectorInput(
    byte[] Pixels, int Width, int Height, int FilledWidth, int FilledHeight, int SourceWidth, int SourceHeight);
