using Media.Imaging.Sniff;
using NetVips;

namespace Media.Imaging.Pipeline;

/// <summary>Puts a picture at the top left of a box and fills the rest with the grey that the YOLO family is trained on.</summary>
internal sealed class FillBox(PixelSize box) : IStep
{
    private static readonly double[] Grey = [114, 114, 114];

    public Image Apply(Image image) => image.Width == box.Width && image.Height == box.Height
        ? image
        : image.Embed(0, 0, box.Width, box.Height, Enums.Extend.Background, Grey);
}
