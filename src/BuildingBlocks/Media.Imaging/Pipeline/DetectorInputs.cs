using Media.Imaging.Decode;
using Media.Imaging.Sniff;
using NetVips;

namespace Media.Imaging.Pipeline;

/// <summary>Makes a picture the input of a model. Linear, which is nearest to what models are trained on, and cheap.</summary>
internal static class DetectorInputs
{
    /// <summary>How many pixels the input will take of a picture.</summary>
    public static PixelNeed Need(int width, int height, DetectorFit fit) => new(width, height, Cover: fit == DetectorFit.Stretch);

    public static DetectorInput Make(OpenPicture picture, int width, int height, DetectorFit fit, CancellationToken stop)
    {
        var box = new PixelSize(width, height);
        var filled = fit == DetectorFit.Stretch ? box : Into(box, picture.Header);
        using var pixels = Upright.Pixels(picture, filled, Enums.Kernel.Linear, stop);
        using var input = Steps.Run(pixels, [new Flatten(), new FillBox(box)]);
        return new DetectorInput(
            input.WriteToMemory<byte>(), width, height, filled.Width, filled.Height, picture.Header.Width, picture.Header.Height);
    }

    // A small picture is enlarged here: models look for things of the size they were trained on.
    private static PixelSize Into(PixelSize box, PictureHeader header)
    {
        var scale = Math.Min((double)box.Width / header.Width, (double)box.Height / header.Height);
        return new PixelSize(Math.Max(1, (int)(header.Width * scale)), Math.Max(1, (int)(header.Height * scale)));
    }
}
