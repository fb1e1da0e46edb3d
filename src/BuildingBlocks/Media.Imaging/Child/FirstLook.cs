using Media.Imaging.Sniff;
using Media.Imaging.Svg;

namespace Media.Imaging.Child;

/// <summary>What managed code refuses of pictures for the second decoder, before that reads a byte: what its coders would let pass.</summary>
internal static class FirstLook
{
    /// <summary>What is wrong with the file; null where nothing is seen to be.</summary>
    public static PictureProblem? At(string path, PictureFormat format)
    {
        using var file = File.OpenRead(path);
        return format switch
        {
            PictureFormat.Svg => SvgGuard.Check(file, Head.Of(path)),
            PictureFormat.Jp2 when !Jp2Head.IsSound(Head.Of(path)) => PictureProblem.Corrupt(),
            PictureFormat.Psd when !PsdLength.IsWhole(file) => PictureProblem.Corrupt(),
            _ => null,
        };
    }
}
