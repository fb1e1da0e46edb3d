using Media.Imaging.Decode;
using NetVips;

namespace Media.Imaging.Pipeline;

/// <summary>
/// Colours as every screen reads them: sRGB, 8 bit, with alpha where there was some. After the resize, for then there are fewer pixels to turn.
/// </summary>
internal sealed class ToSrgb : IStep
{
    public Image Apply(Image image)
    {
        using var rgb = Convert(image);
        using var bytes = rgb.Cast(Enums.BandFormat.Uchar);
        return bytes.Bands > 4 ? bytes.ExtractBand(0, n: 3) : bytes.Copy();
    }

    private static Image Convert(Image image)
    {
        var ink = image.Interpretation == Enums.Interpretation.Cmyk;
        if (!ink && !image.Contains(Profile.Field))
        {
            return image.Colourspace(Enums.Interpretation.Srgb);
        }

        // A profile that cannot be used is passed over for the usual one of its kind.
        return image.IccTransform("srgb", embedded: true, inputProfile: ink ? "cmyk" : "srgb", depth: 8);
    }
}
