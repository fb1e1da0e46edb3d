using Media.Imaging.Sniff;
using NetVips;

namespace Media.Imaging.Pipeline;

/// <summary>Brings a picture to a size. Transparent pixels must not bleed their colour into the edge, so alpha is multiplied in and out again.</summary>
internal sealed class Resize(PixelSize size, Enums.Kernel kernel = Enums.Kernel.Lanczos3) : IStep
{
    public Image Apply(Image image)
    {
        if (image.Width == size.Width && image.Height == size.Height)
        {
            return image;
        }

        if (!image.HasAlpha())
        {
            return Scale(image);
        }

        using var multiplied = image.Premultiply();
        using var scaled = Scale(multiplied);
        using var divided = scaled.Unpremultiply();
        return divided.Cast(image.Format);
    }

    private Image Scale(Image image) =>
        image.Resize((double)size.Width / image.Width, kernel, vscale: (double)size.Height / image.Height);
}
