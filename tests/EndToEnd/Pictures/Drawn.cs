using System.Text;
using NetVips;

namespace Media.EndToEnd.Tests.Pictures;

/// <summary>Pictures that the tests make themselves, each like no other.</summary>
internal static class Drawn
{
    /// <summary>A JPEG of soft noise, the same for the same seed.</summary>
    public static byte[] Jpeg(int seed, int width = 640, int height = 480)
    {
        using var noise = Image.Perlin(width, height, cellSize: 64, seed: seed);
        using var scaled = noise.Linear([90.0, 70, 50], [128.0, 120, 110]);
        using var bytes = scaled.Cast(Enums.BandFormat.Uchar);
        using var picture = bytes.Copy(interpretation: Enums.Interpretation.Srgb);
        return picture.JpegsaveBuffer(q: 80);
    }

    /// <summary>The same with a comment right after its first marker, where tools and hooks find it early.</summary>
    public static byte[] JpegSaying(string comment, int seed)
    {
        var picture = Jpeg(seed);
        var text = Encoding.ASCII.GetBytes(comment);
        byte[] segment = [0xFF, 0xFE, (byte)((text.Length + 2) >> 8), (byte)((text.Length + 2) & 0xFF), .. text];
        return [.. picture[..2], .. segment, .. picture[2..]];
    }

    /// <summary>
    /// A JPEG whose four quarters are red, green, blue and white when upright (read from the left top), stored as its orientation tag says.
    /// </summary>
    /// <param name="orientation">EXIF orientation, 1 to 8.</param>
    public static byte[] Quarters(int orientation, int width = 400, int height = 300)
    {
        using var upright = Upright(width, height);
        using var stored = Stored(upright, orientation);
        using var tagged = stored.Mutate(m => m.Set(GValue.GIntType, "orientation", orientation));
        return tagged.JpegsaveBuffer(q: 95, subsampleMode: Enums.ForeignSubsample.Off);
    }

    /// <summary>Red, green and blue of the middle of each quarter, in reading order.</summary>
    public static double[][] ReadQuarters(byte[] picture)
    {
        using var image = Image.NewFromBuffer(picture);
        return
        [
            .. new[] { (1, 1), (3, 1), (1, 3), (3, 3) }
                .Select(place => image.Getpoint(image.Width * place.Item1 / 4, image.Height * place.Item2 / 4)[..3]),
        ];
    }

    private static Image Upright(int width, int height)
    {
        using var black = Image.Black(width / 2, height / 2, bands: 3);
        using var red = (black + new double[] { 220, 30, 30 }).Cast(Enums.BandFormat.Uchar);
        using var green = (black + new double[] { 30, 180, 30 }).Cast(Enums.BandFormat.Uchar);
        using var blue = (black + new double[] { 30, 30, 220 }).Cast(Enums.BandFormat.Uchar);
        using var white = (black + new double[] { 240, 240, 240 }).Cast(Enums.BandFormat.Uchar);
        using var joined = Image.Arrayjoin([red, green, blue, white], across: 2);
        return joined.Copy(interpretation: Enums.Interpretation.Srgb);
    }

    // The inverse of what a viewer does: EXIF 2.3, tag 0x0112.
    private static Image Stored(Image upright, int orientation) => orientation switch
    {
        2 => upright.FlipHor(),
        3 => upright.Rot180(),
        4 => upright.FlipVer(),
        5 => upright.Rot90().FlipHor(),
        6 => upright.Rot270(),
        7 => upright.Rot270().FlipHor(),
        8 => upright.Rot90(),
        _ => upright.Copy(),
    };
}
