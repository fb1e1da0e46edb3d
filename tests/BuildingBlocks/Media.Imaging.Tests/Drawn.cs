using System.Text;
using NetVips;

namespace Media.Imaging.Tests;

/// <summary>Pictures that the tests draw themselves: the top left quarter red, the top right green, the bottom left blue, the bottom right white.</summary>
internal static class Drawn
{
    public static readonly byte[] Red = [230, 30, 30];
    public static readonly byte[] Green = [30, 200, 30];
    public static readonly byte[] Blue = [30, 30, 220];
    public static readonly byte[] White = [250, 250, 250];

    public static Image Quarters(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                Quarter(x < width / 2, y < height / 2).CopyTo(pixels, ((y * width) + x) * 3);
            }
        }

        using var bare = Image.NewFromMemory(pixels, width, height, 3, Enums.BandFormat.Uchar);
        return bare.Copy(interpretation: Enums.Interpretation.Srgb);
    }

    /// <summary>A JPEG of <see cref="Quarters"/> stored so that this EXIF orientation shows it upright.</summary>
    public static byte[] Jpeg(int width, int height, int orientation = 1)
    {
        using var upright = Quarters(width, height);
        using var stored = Stored(upright, orientation);
        using var tagged = stored.Mutate(m => m.Set(GValue.GIntType, "orientation", orientation));
        return tagged.JpegsaveBuffer(95, subsampleMode: Enums.ForeignSubsample.Off);
    }

    /// <summary>What a rendition's pixels are at a place given in hundredths of its sides.</summary>
    public static byte[] At(this MadeRendition rendition, int percentX, int percentY)
    {
        using var image = Image.NewFromBuffer(rendition.Content);
        return image[rendition.Width * percentX / 100, rendition.Height * percentY / 100].Select(v => (byte)v).ToArray();
    }

    public static void ShouldBeNear(this byte[] colour, byte[] other, int tolerance = 12)
    {
        colour.Length.ShouldBe(other.Length);
        for (var i = 0; i < other.Length; i++)
        {
            Math.Abs(colour[i] - other[i]).ShouldBeLessThanOrEqualTo(
                tolerance, $"band {i} of {string.Join(',', colour)} against {string.Join(',', other)}");
        }
    }

    public static bool Holds(this byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;

    private static byte[] Quarter(bool left, bool top) => (left, top) switch
    {
        (true, true) => Red,
        (false, true) => Green,
        (true, false) => Blue,
        _ => White,
    };

    // The inverse of what the orientation asks of a reader (CIPA DC-008 table 6).
    private static Image Stored(Image upright, int orientation) => orientation switch
    {
        2 => upright.Flip(Enums.Direction.Horizontal),
        3 => upright.Rot(Enums.Angle.D180),
        4 => upright.Flip(Enums.Direction.Vertical),
        // Rows of the stored picture are columns of the upright one.
        5 => upright.Rot(Enums.Angle.D90).Flip(Enums.Direction.Horizontal),
        6 => upright.Rot(Enums.Angle.D270),
        7 => upright.Rot(Enums.Angle.D270).Flip(Enums.Direction.Horizontal),
        8 => upright.Rot(Enums.Angle.D90),
        _ => upright.Copy(),
    };
}
