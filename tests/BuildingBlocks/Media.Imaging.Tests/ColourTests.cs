using NetVips;

namespace Media.Imaging.Tests;

public sealed class ColourTests : IDisposable
{
    private readonly Bench bench = new();

    [Theory]
    [InlineData(200, 100, 50)]
    [InlineData(20, 120, 220)]
    [InlineData(128, 128, 128)]
    [InlineData(240, 240, 10)]
    public async Task Display_p3_is_turned_into_srgb(int red, int green, int blue)
    {
        using var image = Flat(ToDisplayP3(red, green, blue), Enums.Interpretation.Srgb)
            .Mutate(m => m.Set(GValue.BlobType, "icc-profile-data", Image.ProfileLoad("p3")));
        var made = await bench.RenderOne(bench.Write("a.png", image.PngsaveBuffer()), 64, RenditionFormat.Webp);
        made.At(50, 50).ShouldBeNear([(byte)red, (byte)green, (byte)blue], tolerance: 4);
    }

    // All made from one photo, by other programs than ours. With its profile unread the first is 7.8 away; ink cannot show all that the photo has.
    [Theory]
    [InlineData("display-p3.jpg", 3.5)]
    [InlineData("cmyk-coffee.jpg", 14)]
    public async Task Photos_in_other_colours_look_like_their_srgb_twin(string name, double tolerance)
    {
        var twin = await Pixels(Shelf.Image("privacy-all-tags.jpg"));
        var pixels = await Pixels(Shelf.Image(name));
        pixels.Zip(twin, (a, b) => Math.Abs(a - b)).Average().ShouldBeLessThan(tolerance);
    }

    [Fact]
    public async Task Ink_without_a_profile_is_read_as_ink()
    {
        foreach (var (ink, seen, tolerance) in new (byte[], byte[], int)[]
        {
            ([0, 0, 0, 0], [255, 255, 255], 3), ([255, 0, 0, 0], [0, 160, 225], 40), ([0, 255, 255, 0], [225, 35, 35], 40), ([0, 0, 0, 255], [35, 35, 35], 36),
        })
        {
            using var image = Flat(ink, Enums.Interpretation.Cmyk);
            var made = await bench.RenderOne(bench.Write("a.jpg", image.JpegsaveBuffer(95)), 64, RenditionFormat.Webp);
            made.At(50, 50).ShouldBeNear(seen, tolerance);
        }
    }

    [Fact]
    public async Task A_profile_that_is_none_is_passed_over()
    {
        using var image = Flat([200, 100, 50], Enums.Interpretation.Srgb).Mutate(m => m.Set(GValue.BlobType, "icc-profile-data", new byte[500]));
        var made = await bench.RenderOne(bench.Write("a.jpg", image.JpegsaveBuffer(100)), 64, RenditionFormat.Webp);
        made.At(50, 50).ShouldBeNear([200, 100, 50], tolerance: 4);
    }

    [Fact]
    public async Task A_profile_beyond_the_limit_is_passed_over()
    {
        using var strict = new Bench(limit: l => l.MaxProfileBytes = 100);
        using var image = Flat(ToDisplayP3(200, 100, 50), Enums.Interpretation.Srgb)
            .Mutate(m => m.Set(GValue.BlobType, "icc-profile-data", Image.ProfileLoad("p3")));
        var made = await strict.RenderOne(strict.Write("a.png", image.PngsaveBuffer()), 64, RenditionFormat.Webp);
        made.At(50, 50).ShouldBeNear(ToDisplayP3(200, 100, 50), tolerance: 4);
    }

    public void Dispose() => bench.Dispose();

    private async Task<byte[]> Pixels(string path) =>
        (await bench.Pictures.DecodeForDetection(path, 600, 400, DetectorFit.Stretch, DecodeWhere.Anywhere, Bench.Stop)).Pixels;

    private static Image Flat(byte[] colour, Enums.Interpretation interpretation)
    {
        var pixels = Enumerable.Repeat(colour, 64 * 64).SelectMany(c => c).ToArray();
        using var bare = Image.NewFromMemory(pixels, 64, 64, colour.Length, Enums.BandFormat.Uchar);
        return bare.Copy(interpretation: interpretation);
    }

    // The textbook's matrices (SMPTE EG 432-1, IEC 61966-2-1), so that no colour engine checks itself.
    private static byte[] ToDisplayP3(int red, int green, int blue)
    {
        var (r, g, b) = (Linear(red), Linear(green), Linear(blue));
        return
        [
            Encoded((0.8224621 * r) + (0.1775380 * g)),
            Encoded((0.0331941 * r) + (0.9668058 * g)),
            Encoded((0.0170827 * r) + (0.0723974 * g) + (0.9105199 * b)),
        ];
    }

    private static double Linear(int value) => value / 255.0 is var v && v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);

    private static byte Encoded(double v) =>
        (byte)Math.Round(255 * (v <= 0.0031308 ? 12.92 * v : (1.055 * Math.Pow(v, 1 / 2.4)) - 0.055));
}
