using NetVips;

namespace Media.Imaging.Pipeline;

/// <summary>Turns packed pixels (Lab in four bytes, Radiance) into bands, for no other step can work on them.</summary>
internal sealed class Unpack : IStep
{
    public Image Apply(Image image) => image.Coding == Enums.Coding.None ? image : image.Colourspace(Enums.Interpretation.Srgb);
}
