namespace Media.Imaging.Tests;

/// <summary>Every valid picture of the shared list, through whichever decoder it takes, and through the child again.</summary>
public sealed class SharedPictureTests : IDisposable
{
    private readonly Bench bench = new();

    public static TheoryData<string, int, int, int> Pictures => new()
    {
        { "animated-apng.png", 120, 120, 1 },
        { "animated-star.avifs", 159, 159, 5 },
        { "animated.gif", 240, 240, 12 },
        { "animated.webp", 240, 240, 12 },
        { "arithmetic.jpg", 640, 427, 1 },
        { "astronaut.jxl", 512, 512, 1 },
        { "astronaut.png", 512, 512, 1 },
        { "avif-alpha.avif", 64, 64, 1 },
        { "camera-gray.png", 512, 512, 1 },
        { "chelsea.png", 451, 300, 1 },
        { "cmyk-coffee.jpg", 600, 400, 1 },
        { "display-p3.jpg", 600, 400, 1 },
        { "hopper.Lab.tif", 128, 128, 1 },
        { "hopper_merged.psd", 128, 128, 1 },
        { "interlaced.png", 300, 200, 1 },
        { "multipage-photos.tif", 512, 512, 1 },
        { "orientation-1.jpg", 640, 416, 1 },
        { "orientation-6.jpg", 640, 416, 1 },
        { "phone-12mp-gps-dogs-IMG_20200608_111614.jpg", 4000, 3000, 1 },
        { "plain.svg", 320, 200, 1 },
        { "privacy-all-tags.jpg", 600, 400, 1 },
        { "progressive.jpg", 640, 427, 1 },
        { "pug-iphone13pro-p3-gps.heic", 4032, 3024, 1 },
        { "pyramid-tiled.tif", 1411, 1411, 1 },
        { "rgb16.png", 338, 225, 1 },
        { "rgb24.bmp", 127, 64, 1 },
        { "rgba-alpha.png", 256, 256, 1 },
        { "rocket.jpg", 640, 427, 1 },
        { "seeding-48mp-upscaled.jpg", 8021, 6000, 1 },
        { "seeding-8bit.avif", 2000, 1125, 1 },
        { "test-card-lossless.jp2", 640, 480, 1 },
        { "whatsapp-noexif-IMG-20191006-WA0002.jpg", 1024, 768, 1 },
        { "名前 with spaces & ünïcödé (1).jpg", 640, 416, 1 },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public async Task Every_valid_picture_is_told_and_rendered_upright(string name, int width, int height, int frames)
    {
        var path = Shelf.Image(name);
        var header = await bench.Pictures.Inspect(path, DecodeWhere.Anywhere, Bench.Stop);
        (header.Width, header.Height, header.Frames).ShouldBe((width, height, frames));

        var made = await bench.Render(path, new("thumb", 256, RenditionFormat.Jpeg), new("small", 640, RenditionFormat.Webp));
        foreach (var rendition in made)
        {
            var scale = Math.Min(1, (double)rendition.Order.MaxSide / Math.Max(width, height));
            rendition.Width.ShouldBe((int)Math.Round(width * scale, MidpointRounding.AwayFromZero));
            rendition.Height.ShouldBe((int)Math.Round(height * scale, MidpointRounding.AwayFromZero));
            rendition.Content.Holds("PRIVATE").ShouldBeFalse();
            rendition.Content.Holds("Exif\0").ShouldBeFalse();
        }
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public async Task In_the_child_it_comes_out_the_same(string name, int width, int height, int frames)
    {
        var path = Shelf.Image(name);
        var header = await bench.Pictures.Inspect(path, DecodeWhere.ChildOnly, Bench.Stop);
        header.ShouldBe(await bench.Pictures.Inspect(path, DecodeWhere.Anywhere, Bench.Stop));
        (header.Width, header.Height, header.Frames).ShouldBe((width, height, frames));

        RenditionOrder order = new("thumb", 256, RenditionFormat.Jpeg);
        var inChild = await bench.Pictures.Render(path, [order], DecodeWhere.ChildOnly, Bench.Stop);
        inChild[0].Content.ShouldBe((await bench.Render(path, order))[0].Content);
    }

    [Fact]
    public async Task Pages_are_counted() =>
        (await bench.Pictures.Inspect(Shelf.Image("multipage-photos.tif"), DecodeWhere.Anywhere, Bench.Stop)).Pages.ShouldBe(3);

    public void Dispose() => bench.Dispose();
}
