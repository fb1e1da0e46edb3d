using NetVips;

namespace Media.Imaging.Tests;

public sealed class RenditionTests : IDisposable
{
    private readonly Bench bench = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Whatever_its_orientation_a_picture_comes_out_upright(int orientation)
    {
        var path = bench.Write("a.jpg", Drawn.Jpeg(600, 300, orientation));

        var header = await bench.Pictures.Inspect(path, DecodeWhere.Anywhere, Bench.Stop);
        (header.Width, header.Height, header.Orientation).ShouldBe((600, 300, orientation));
        foreach (var side in new[] { 64, 150, 400 })
        {
            var made = await bench.RenderOne(path, side);
            (made.Width, made.Height).ShouldBe((side, side / 2));
            made.At(25, 25).ShouldBeNear(Drawn.Red);
            made.At(75, 25).ShouldBeNear(Drawn.Green);
            made.At(25, 75).ShouldBeNear(Drawn.Blue);
            made.At(75, 75).ShouldBeNear(Drawn.White);
        }
    }

    [Fact]
    public async Task The_eight_orientations_of_a_photo_differ_by_three_at_most()
    {
        byte[]? first = null;
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            var input = await bench.Pictures.DecodeForDetection(
                Shelf.Image($"orientation-{orientation}.jpg"), 640, 416, DetectorFit.Stretch, DecodeWhere.Anywhere, Bench.Stop);
            first ??= input.Pixels;
            Difference(first, input.Pixels).ShouldBeLessThanOrEqualTo(3, $"orientation {orientation}");
        }
    }

    [Fact]
    public async Task Four_sizes_in_two_formats_come_in_the_order_asked_for_and_none_is_enlarged()
    {
        var path = bench.Write("a.jpg", Drawn.Jpeg(1001, 667));
        var orders = new[] { RenditionFormat.Jpeg, RenditionFormat.Webp }
            .SelectMany(format => new[] { 256, 640, 1280, 2048 }.Select(side => new RenditionOrder($"{side}", side, format))).ToArray();

        var made = await bench.Render(path, orders);

        made.Select(m => m.Order).ShouldBe(orders);
        made.Select(m => (m.Width, m.Height)).ShouldBe(
            [(256, 171), (640, 426), (1001, 667), (1001, 667), (256, 171), (640, 426), (1001, 667), (1001, 667)]);
        foreach (var rendition in made)
        {
            using var image = Image.NewFromBuffer(rendition.Content);
            (image.Width, image.Height).ShouldBe((rendition.Width, rendition.Height));
            PictureSniffer.Sniff(rendition.Content).ShouldNotBeNull().Format.ShouldBe(
                rendition.Order.Format == RenditionFormat.Jpeg ? PictureFormat.Jpeg : PictureFormat.Webp);
        }
    }

    [Fact]
    public async Task A_sliver_keeps_at_least_one_pixel()
    {
        using var sliver = Drawn.Quarters(1200, 1);
        var made = await bench.RenderOne(bench.Write("a.png", sliver.PngsaveBuffer()), 64);
        (made.Width, made.Height).ShouldBe((64, 1));
    }

    [Fact]
    public async Task Transparency_is_kept_for_webp_and_avif_and_laid_on_white_for_jpeg()
    {
        using var opaque = Drawn.Quarters(200, 200);
        using var alpha = (Image.Black(200, 200) + 255).Cast(Enums.BandFormat.Uchar).Insert(Image.Black(100, 200), 0, 0);
        using var image = opaque.Bandjoin(alpha);
        var path = bench.Write("a.png", image.PngsaveBuffer());

        (await bench.Pictures.Inspect(path, DecodeWhere.Anywhere, Bench.Stop)).HasAlpha.ShouldBeTrue();
        var made = await bench.Render(
            path, new("w", 100, RenditionFormat.Webp), new("a", 100, RenditionFormat.Avif), new("j", 100, RenditionFormat.Jpeg));

        made[0].At(25, 25)[3].ShouldBe((byte)0);
        made[0].At(75, 25).ShouldBeNear([.. Drawn.Green, 255]);
        made[1].At(25, 25)[3].ShouldBe((byte)0);
        made[2].At(25, 25).ShouldBeNear([255, 255, 255]);
        made[2].At(75, 25).ShouldBeNear(Drawn.Green);
    }

    [Fact]
    public async Task Sixteen_bit_grey_comes_out_as_eight_bit_rgb()
    {
        using var grey = (Image.Grey(300, 200) * 65535).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Grey16);
        var path = bench.Write("a.png", grey.PngsaveBuffer(bitdepth: 16));
        var made = await bench.RenderOne(path, 100);
        made.At(50, 50).ShouldBeNear([128, 128, 128]);
    }

    [Fact]
    public async Task An_absurd_orientation_counts_as_none()
    {
        var header = await bench.Pictures.Inspect(Shelf.Hostile("jpeg-orientation-99.jpg"), DecodeWhere.Anywhere, Bench.Stop);
        (header.Width, header.Height, header.Orientation).ShouldBe((640, 416, 1));
    }

    [Fact]
    public async Task Of_an_animated_picture_the_first_frame_is_shown()
    {
        using var red = Drawn.Quarters(40, 20);
        using var flipped = red.Rot(Enums.Angle.D180);
        using var both = red.Join(flipped, Enums.Direction.Vertical).Mutate(m => m.Set(GValue.GIntType, "page-height", 20));
        foreach (var (name, content) in new[] { ("a.gif", both.GifsaveBuffer()), ("a.webp", both.WebpsaveBuffer(lossless: true)) })
        {
            var path = bench.Write(name, content);
            var header = await bench.Pictures.Inspect(path, DecodeWhere.Anywhere, Bench.Stop);
            (header.Width, header.Height, header.Frames).ShouldBe((40, 20, 2));
            (await bench.RenderOne(path, 40)).At(25, 25)[..3].ShouldBeNear(Drawn.Red);
        }
    }

    [Fact]
    public async Task No_metadata_goes_along()
    {
        using var plain = Drawn.Quarters(300, 200);
        using var tagged = plain.Mutate(m =>
        {
            m.Set(GValue.RefStrType, "exif-ifd0-Artist", "PRIVATE (PRIVATE, ASCII, 8 components, 8 bytes)");
            m.Set(GValue.RefStrType, "exif-ifd3-GPSLatitude", "52/1 30/1 0/1");
            m.Set(GValue.BlobType, "xmp-data", "<x:xmpmeta xmlns:x='adobe:ns:meta/'>PRIVATE</x:xmpmeta>"u8.ToArray());
        });
        var source = tagged.JpegsaveBuffer();
        source.Holds("PRIVATE").ShouldBeTrue();

        foreach (var rendition in await AllFormats(bench.Write("a.jpg", source)))
        {
            ShouldBeBare(rendition);
        }
    }

    [Fact]
    public async Task A_photo_with_every_private_tag_comes_out_with_none()
    {
        foreach (var rendition in await AllFormats(Shelf.Image("privacy-all-tags.jpg")))
        {
            ShouldBeBare(rendition);
        }
    }

    [Fact]
    public async Task Pixels_for_a_model_are_stretched_or_put_at_the_top_left_on_grey()
    {
        var path = bench.Write("a.jpg", Drawn.Jpeg(400, 200, orientation: 6));

        var stretched = await bench.Pictures.DecodeForDetection(path, 64, 64, DetectorFit.Stretch, DecodeWhere.Anywhere, Bench.Stop);
        stretched.Pixels.Length.ShouldBe(64 * 64 * 3);
        (stretched.FilledWidth, stretched.FilledHeight, stretched.SourceWidth, stretched.SourceHeight).ShouldBe((64, 64, 400, 200));
        Pixel(stretched, 16, 16).ShouldBeNear(Drawn.Red);
        Pixel(stretched, 48, 48).ShouldBeNear(Drawn.White);

        var boxed = await bench.Pictures.DecodeForDetection(path, 64, 64, DetectorFit.Letterbox, DecodeWhere.Anywhere, Bench.Stop);
        (boxed.FilledWidth, boxed.FilledHeight).ShouldBe((64, 32));
        Pixel(boxed, 16, 8).ShouldBeNear(Drawn.Red);
        Pixel(boxed, 48, 24).ShouldBeNear(Drawn.White);
        Pixel(boxed, 32, 40).ShouldBe([114, 114, 114]);
    }

    [Fact]
    public async Task A_small_picture_is_enlarged_for_a_model()
    {
        var path = bench.Write("a.jpg", Drawn.Jpeg(32, 32));
        var input = await bench.Pictures.DecodeForDetection(path, 640, 640, DetectorFit.Letterbox, DecodeWhere.Anywhere, Bench.Stop);
        (input.FilledWidth, input.FilledHeight).ShouldBe((640, 640));
        Pixel(input, 100, 500).ShouldBeNear(Drawn.Blue);
    }

    public void Dispose() => bench.Dispose();

    private Task<IReadOnlyList<MadeRendition>> AllFormats(string path) => bench.Render(
        path, new("j", 2048, RenditionFormat.Jpeg), new("w", 2048, RenditionFormat.Webp), new("a", 256, RenditionFormat.Avif));

    private static void ShouldBeBare(MadeRendition rendition)
    {
        foreach (var word in new[] { "PRIVATE", "Exif\0", "EXIF", "XMP ", "xmpmeta", "Photoshop", "GPS", "ICC_PROFILE", "ICCP", "Xiaomi" })
        {
            rendition.Content.Holds(word).ShouldBeFalse($"{rendition.Order.Format} holds {word}");
        }

        using var image = Image.NewFromBuffer(rendition.Content);
        image.GetFields().ShouldNotContain(f => f.StartsWith("exif", StringComparison.Ordinal) || f.EndsWith("-data", StringComparison.Ordinal));
    }

    private static byte[] Pixel(DetectorInput input, int x, int y) => input.Pixels.AsSpan(((y * input.Width) + x) * 3, 3).ToArray();

    private static int Difference(byte[] one, byte[] other) => one.Zip(other, (a, b) => Math.Abs(a - b)).Max();
}
