using System.Text;

namespace Media.Imaging.Tests;

public sealed class SniffingTests
{
    public static TheoryData<string, PictureFormat, string, int?, int?> Shared => new()
    {
        { "animated-apng.png", PictureFormat.Png, "image/png", 120, 120 },
        { "animated-star.avifs", PictureFormat.AvifSequence, "image/avif", 159, 159 },
        { "animated.gif", PictureFormat.Gif, "image/gif", 240, 240 },
        { "animated.webp", PictureFormat.Webp, "image/webp", 240, 240 },
        { "astronaut.jxl", PictureFormat.Jxl, "image/jxl", 512, 512 },
        { "avif-alpha.avif", PictureFormat.Avif, "image/avif", 64, 64 },
        { "hopper.Lab.tif", PictureFormat.Tiff, "image/tiff", null, null },
        { "hopper_merged.psd", PictureFormat.Psd, "image/vnd.adobe.photoshop", 128, 128 },
        { "phone-12mp-gps-dogs-IMG_20200608_111614.jpg", PictureFormat.Jpeg, "image/jpeg", 4000, 3000 },
        { "plain.svg", PictureFormat.Svg, "image/svg+xml", null, null },
        { "progressive.jpg", PictureFormat.Jpeg, "image/jpeg", 640, 427 },
        { "pug-iphone13pro-p3-gps.heic", PictureFormat.Heic, "image/heic", 4032, 3024 },
        { "pyramid-tiled.tif", PictureFormat.Tiff, "image/tiff", null, null },
        { "rgb24.bmp", PictureFormat.Bmp, "image/bmp", 127, 64 },
        { "seeding-8bit.avif", PictureFormat.Avif, "image/avif", 2000, 1125 },
        { "test-card-lossless.jp2", PictureFormat.Jp2, "image/jp2", 640, 480 },
    };

    public static TheoryData<string> NoPictures =>
        ["text.jpg", "html.png", "pdf.jpg", "eps.jpg", "mvg-imagetragick.jpg", "msl.png", "exe.png", "script.sh.jpg", "mp3-as.jpg", "zero-byte.jpg",
         "zip-bomb-300MB.jpg", "svg-bomb.svgz", "html.mp4", "hls-http-loopback.mp4", "ffconcat.mp4", "dash-mpd.mp4", "one-frame.mp4", "label-at-passwd.txt"];

    [Theory]
    [MemberData(nameof(Shared))]
    public void A_picture_is_told_by_its_first_bytes(string name, PictureFormat format, string mediaType, int? width, int? height)
    {
        var sniffed = PictureSniffer.Sniff(Head(Shelf.Image(name))).ShouldNotBeNull();
        sniffed.Format.ShouldBe(format);
        sniffed.MediaType.ShouldBe(mediaType);
        if (width is not null)
        {
            (sniffed.Width, sniffed.Height).ShouldBe((width, height));
        }
    }

    [Theory]
    [MemberData(nameof(NoPictures))]
    public void What_is_no_picture_is_not_taken_for_one(string name) => PictureSniffer.Sniff(Head(Shelf.Hostile(name))).ShouldBeNull();

    [Theory]
    [InlineData("png-bomb-60000x60000-1bit.png", 60000)]
    [InlineData("jpeg-claims-65500x65500.jpg", 65500)]
    [InlineData("gif-screen-65535.gif", 65535)]
    [InlineData("webp-bomb-16383x16383.webp", 16383)]
    [InlineData("avif-claims-65535.avif", 65535)]
    [InlineData("tiff-claims-100000x100000.tif", 100000)]
    [InlineData("png-zero-width.png", 0)]
    public void Sizes_beyond_the_limits_show_at_the_door(string name, int width)
    {
        var sniffed = PictureSniffer.Sniff(Head(Shelf.Hostile(name))).ShouldNotBeNull();
        sniffed.Width.ShouldBe(width);
        new PictureLimits().Check(sniffed.Width!.Value, sniffed.Height!.Value).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("\uFEFF  <?xml version=\"1.0\"?>\n<!-- a <svg> > drawing -->\n<!DOCTYPE svg [ <!ENTITY a \"]>\"> ]>\n<s:svg xmlns:s='x'>")]
    [InlineData("<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/a>b\"><svg>")]
    public void Svg_is_told_by_its_root_element(string text) =>
        PictureSniffer.Sniff(Encoding.UTF8.GetBytes(text)).ShouldNotBeNull().Format.ShouldBe(PictureFormat.Svg);

    [Theory]
    [InlineData("<html><svg></svg></html>")]
    [InlineData("<!DOCTYPE html><html>")]
    [InlineData("<svgx>")]
    [InlineData("<!-- <svg> ")]
    [InlineData("<")]
    [InlineData("BM is how this text begins")]
    public void Text_that_only_mentions_svg_is_none(string text) => PictureSniffer.Sniff(Encoding.UTF8.GetBytes(text)).ShouldBeNull();

    [Fact]
    public void Headers_made_by_hand_are_sized()
    {
        Size([0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 1, 0, 0, 0, 0, 7]).ShouldBe((256, 7));
        Size([.. "GIF89a"u8, 10, 0, 20, 0]).ShouldBe((10, 20));
        Size([0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xFF, 0xC2, 0, 17, 8, 0, 5, 0, 9, 3]).ShouldBe((9, 5));
        Size([.. "II*\0"u8, 8, 0, 0, 0, 2, 0, 0, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 1, 1, 4, 0, 1, 0, 0, 0, 7, 0, 0, 0]).ShouldBe((6, 7));
        Size([.. "8BPS"u8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5]).ShouldBe((5, 4));
        Size([0xFF, 0x0A, 0b01_00111_1, 0]).ShouldBe((64, 64));
    }

    [Fact]
    public void No_bytes_whatever_make_it_throw()
    {
        var random = new Random(1);
        var seeds = Seeds().ToArray();
        var told = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var head = seeds[random.Next(seeds.Length)].ToArray();
            for (var flips = random.Next(1, 12); flips > 0 && head.Length > 0; flips--)
            {
                head[random.Next(Math.Min(head.Length, 64 + (i % 400)))] = (byte)random.Next(256);
            }

            told += PictureSniffer.Sniff(head.AsSpan(0, random.Next(head.Length + 1))) is null ? 0 : 1;
        }

        // Else the mutations would only ever show that signatures are compared.
        told.ShouldBeGreaterThan(20_000);
    }

    private static IEnumerable<byte[]> Seeds()
    {
        yield return Drawn.Jpeg(32, 16)[..400];
        yield return [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 1, 0, 0, 0, 0, 7];
        yield return [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8L"u8, 0, 0, 0, 9, 0x2F, 1, 2, 3, 4, 5, 6];
        yield return [.. "II*\0"u8, 8, 0, 0, 0, 2, 0, 0, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 1, 1, 4, 0, 1, 0, 0, 0, 7, 0, 0, 0];
        yield return [.. "BM"u8, .. new byte[12], 40, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 128];
        yield return [0xFF, 0x0A, 255, 255, 255, 255, 255, 255, 255];
        yield return [0xFF, 0x4F, 0xFF, 0x51, .. new byte[30]];
        yield return Iso("avif");
        yield return Iso("mif1");
        yield return [0, 0, 0, 12, .. "jP  \r\n"u8, 0x87, 0x0A, 0, 0, 0, 45, .. "jp2h"u8, 0, 0, 0, 22, .. "ihdr"u8, .. new byte[30]];
        yield return [0, 0, 0, 12, .. "JXL \r\n"u8, 0x87, 0x0A, 0, 0, 0, 0, .. "jxlp"u8, 0, 0, 0, 0, 0xFF, 0x0A, 7, 7, 7];
        yield return "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'b'>]><!-- c --><svg/>"u8.ToArray();
    }

    private static byte[] Iso(string brand) =>
    [
        0, 0, 0, 20, .. "ftyp"u8, .. Encoding.ASCII.GetBytes(brand), 0, 0, 0, 0, .. "avif"u8,
        0, 0, 0, 48, .. "meta"u8, 0, 0, 0, 0, 0, 0, 0, 36, .. "iprp"u8, 0, 0, 0, 28, .. "ipco"u8, 0, 0, 0, 20, .. "ispe"u8, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 9,
    ];

    private static (int?, int?) Size(byte[] head) => PictureSniffer.Sniff(head) is { } sniffed ? (sniffed.Width, sniffed.Height) : (null, null);

    private static byte[] Head(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[PictureSniffer.HeadLength];
        return head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }
}
