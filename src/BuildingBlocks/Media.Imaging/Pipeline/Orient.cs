using NetVips;

namespace Media.Imaging.Pipeline;

/// <summary>
/// Turns the picture upright. After the resize, so that rows are still read in file order and only the small picture is turned.
/// </summary>
/// <param name="orientation">As EXIF stores it, 1 to 8.</param>
internal sealed class Orient(int orientation) : IStep
{
    public Image Apply(Image image) => orientation switch
    {
        2 => image.Flip(Enums.Direction.Horizontal),
        3 => image.Rot(Enums.Angle.D180),
        4 => image.Flip(Enums.Direction.Vertical),
        5 => TurnAndFlip(image, Enums.Angle.D90),
        6 => image.Rot(Enums.Angle.D90),
        7 => TurnAndFlip(image, Enums.Angle.D270),
        8 => image.Rot(Enums.Angle.D270),
        _ => image,
    };

    private static Image TurnAndFlip(Image image, Enums.Angle angle)
    {
        using var turned = image.Rot(angle);
        return turned.Flip(Enums.Direction.Horizontal);
    }
}
