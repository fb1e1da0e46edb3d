using NetVips;

namespace Media.Imaging.Pipeline;

/// <summary>Lays a transparent picture on white, for formats and models that know no transparency.</summary>
internal sealed class Flatten : IStep
{
    private static readonly double[] White = [255, 255, 255];

    public Image Apply(Image image) => image.HasAlpha() ? image.Flatten(White) : image;
}
