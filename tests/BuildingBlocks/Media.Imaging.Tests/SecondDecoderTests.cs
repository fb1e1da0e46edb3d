using System.Text;
using ImageMagick;

namespace Media.Imaging.Tests;

/// <summary>The child decoder on pictures that the tests make.</summary>
public sealed class SecondDecoderTests : IDisposable
{
    private readonly Bench bench = new();

    [Theory]
    [InlineData(MagickFormat.Jxl, PictureFormat.Jxl)]
    [InlineData(MagickFormat.Jp2, PictureFormat.Jp2)]
    [InlineData(MagickFormat.J2k, PictureFormat.J2k)]
    [InlineData(MagickFormat.Psd, PictureFormat.Psd)]
    [InlineData(MagickFormat.Bmp, PictureFormat.Bmp)]
    public async Task Formats_that_libvips_does_not_read_are_read_in_the_child(MagickFormat written, PictureFormat format)
    {
        using var image = Quarters();
        var path = bench.Write("a", image.ToByteArray(written));
        var header = await bench.Pictures.Inspect(path, DecodeWhere.Anywhere, Bench.Stop);
        (header.Format, header.Width, header.Height, header.Frames).ShouldBe((format, 120, 80, 1));
        ShouldBeQuarters(await bench.RenderOne(path, 60));
    }

    [Fact]
    public async Task A_drawing_keeps_its_transparency()
    {
        const string svg = "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='100'><rect width='100' height='100' fill='#ff0000'/></svg>";
        var path = bench.Write("a.svg", Encoding.UTF8.GetBytes(svg));
        var header = await bench.Pictures.Inspect(path, DecodeWhere.Anywhere, Bench.Stop);
        (header.Width, header.Height, header.HasAlpha).ShouldBe((200, 100, true));
        var made = await bench.RenderOne(path, 100);
        made.At(25, 50).ShouldBeNear([255, 0, 0, 255]);
        made.At(75, 50)[3].ShouldBe((byte)0);
    }

    [Fact]
    public async Task A_jxl_stored_on_its_side_comes_out_upright()
    {
        using var image = Quarters();
        image.Rotate(-90);
        image.Orientation = Orientation.RightTop;
        var path = bench.Write("a.jxl", image.ToByteArray(MagickFormat.Jxl));
        var made = await bench.RenderOne(path, 60);
        (made.Width, made.Height).ShouldBe((60, 40));
        ShouldBeQuarters(made);
    }

    [Fact]
    public async Task Damaged_ones_are_corrupt()
    {
        using var image = Quarters();
        foreach (var format in new[] { MagickFormat.Jxl, MagickFormat.Jp2, MagickFormat.Psd, MagickFormat.Bmp })
        {
            var whole = image.ToByteArray(format);
            var path = bench.Write($"a.{format}", whole[..(whole.Length / 2)]);
            (await Should.ThrowAsync<PictureException>(bench.RenderOne(path, 60), $"{format}")).Problem.Code.ShouldBe("image_corrupt");
        }
    }

    public void Dispose() => bench.Dispose();

    private static MagickImage Quarters()
    {
        using var drawn = Drawn.Quarters(120, 80);
        return new MagickImage(drawn.PngsaveBuffer());
    }

    private static void ShouldBeQuarters(MadeRendition made)
    {
        made.At(25, 25)[..3].ShouldBeNear(Drawn.Red);
        made.At(75, 25)[..3].ShouldBeNear(Drawn.Green);
        made.At(25, 75)[..3].ShouldBeNear(Drawn.Blue);
        made.At(75, 75)[..3].ShouldBeNear(Drawn.White);
    }
}
