using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Media.Imaging.Tests;

/// <summary>Every hostile picture: answered in time with an outcome that the list allows, nothing outside it touched, memory bounded.</summary>
public sealed class HostileTests : IDisposable
{
    private readonly Bench bench = new(set: s => s.Seconds = 3);

    // What may be said of each; "ok" for a rendition.
    public static TheoryData<string, string> Files => new()
    {
        { "png-bomb-60000x60000-1bit.png", "image_too_many_pixels" },
        { "png-ztxt-bomb-256MB.png", "ok image_corrupt" },
        { "png-iccp-bomb-256MB.png", "ok image_corrupt" },
        { "png-text-markup.png", "ok" },
        { "png-bad-crc.png", "image_corrupt" },
        { "png-zero-width.png", "image_corrupt" },
        { "one-pixel.png", "ok" },
        { "jpeg-then-html.jpg", "ok" },
        { "jpeg-64k-markup-comment.jpg", "ok" },
        { "jpeg-12-comments-800KB.jpg", "ok" },
        { "jpeg-claims-65500x65500.jpg", "image_too_many_pixels" },
        { "jpeg-truncated-half.jpg", "image_corrupt" },
        { "jpeg-header-only.jpg", "image_corrupt" },
        { "jpeg-soi-only.jpg", "image_corrupt" },
        { "jpeg-exif-php.jpg", "ok" },
        { "jpeg-orientation-99.jpg", "ok" },
        { "jpeg-thumbnail-leak.jpg", "ok" },
        { "gif-10000-frames.gif", "image_too_many_frames" },
        { "gif-screen-65535.gif", "image_too_many_pixels" },
        { "gif-js-polyglot.gif", "ok image_corrupt" },
        { "webp-truncated.webp", "image_corrupt" },
        { "webp-bomb-16383x16383.webp", "image_too_many_pixels" },
        { "avif-claims-65535.avif", "image_too_many_pixels image_corrupt" },
        { "tiff-5000-pages.tif", "ok image_too_many_frames" },
        { "tiff-ifd-self-loop.tif", "ok image_corrupt" },
        { "tiff-claims-100000x100000.tif", "image_too_many_pixels" },
        { "zip-bomb-300MB.jpg", "image_type_unsupported" },
        { "zero-byte.jpg", "image_type_unsupported" },
        { "text.jpg", "image_type_unsupported" },
        { "html.png", "image_type_unsupported" },
        { "pdf.jpg", "image_type_unsupported" },
        { "eps.jpg", "image_type_unsupported" },
        { "mvg-imagetragick.jpg", "image_type_unsupported" },
        { "msl.png", "image_type_unsupported" },
        { "label-at-passwd.txt", "image_type_unsupported" },
        { "exe.png", "image_type_unsupported" },
        { "script.sh.jpg", "image_type_unsupported" },
        { "mp3-as.jpg", "image_type_unsupported" },
        { "svg-xxe-http.svg", "image_unsafe" },
        { "svg-image-file.svg", "image_unsafe" },
        { "svg-image-http.svg", "image_unsafe" },
        { "svg-css-import.svg", "image_unsafe" },
        { "svg-foreignobject.svg", "image_unsafe" },
        { "svg-use-bomb.svg", "image_too_complex" },
        { "svg-use-self-loop.svg", "ok image_too_complex" },
        { "svg-filter-bomb.svg", "image_too_complex" },
        { "svg-bomb.svgz", "image_type_unsupported" },
        { "svg-as.jpg", "ok image_unsafe" },
        { "pillow-decompression_bomb.gif", "image_too_many_pixels image_corrupt" },
        { "pillow-decompression_bomb.ico", "image_type_unsupported" },
        { "pillow-png_decompression_dos.png", "ok image_corrupt" },
        { "pillow-broken_data_stream.png", "image_corrupt" },
        { "pillow-truncated_image.png", "image_corrupt" },
        { "pillow-padded_idat.png", "ok" },
        { "pillow-truncated_jpeg.jpg", "image_corrupt" },
        { "pillow-hopper_bad_exif.jpg", "ok" },
        { "pillow-exif_typeerror.jpg", "ok" },
        { "pillow-junk_jpeg_header.jpg", "ok image_corrupt" },
        { "pillow-tiff_overflow_rows_per_strip.tif", "ok image_corrupt" },
        { "pillow-total-pages-zero.tif", "ok" },
        { "pillow-multipage_multiple_frame_loop.tiff", "ok image_corrupt" },
        { "pillow-crash-7d4c83eb92150fb8f1653a697703ae06ae7c4998.j2k", "image_corrupt" },
        { "pillow-invalid_header_length.jp2", "image_corrupt" },
        { "pillow-not_enough_data.jp2", "image_corrupt" },
        { "pillow-crash-465703f71a0f0094873a3e0e82c9f798161171b8.sgi", "image_type_unsupported" },
        { "pillow-crash-5762152299364352.fli", "image_type_unsupported" },
        { "pillow-oom-8ed3316a4109213ca96fb8a256a0bfefdece1461.icns", "image_type_unsupported" },
        { "pillow-psd-oob-write.psd", "ok image_corrupt" },
        { "pillow-GHSA-5x8w-8jj5-q52h_wide.fpx", "image_type_unsupported" },
        { "pillow-syntax_num_frames_invalid.png", "ok image_corrupt" },
        { "heic-200MP-samsung-s24.heic", "image_too_many_pixels" },
        { "heic-corrupted.heic", "image_corrupt" },
        { "heic-invalid-id.heic", "ok image_corrupt" },
        { "heic-broken-thumbnail.heic", "ok" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task It_is_answered_in_time_as_the_list_says(string name, string allowed)
    {
        var path = Shelf.Hostile(name);
        using var canary = Canary();
        var clock = Stopwatch.StartNew();
        allowed.Split(' ').ShouldContain(await Outcome(path, DecodeWhere.Anywhere));
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        (canary?.Pending() ?? false).ShouldBeFalse("a decoder called 127.0.0.1:18099");
        Directory.GetFiles("/tmp", "w-media-canary-*").ShouldBeEmpty();
        Memory.Peak().ShouldBeLessThan(1L << 30);
    }

    [Theory]
    [InlineData("png-ztxt-bomb-256MB.png", "ok image_corrupt")]
    [InlineData("png-iccp-bomb-256MB.png", "ok image_corrupt")]
    [InlineData("gif-10000-frames.gif", "image_too_many_frames")]
    [InlineData("tiff-claims-100000x100000.tif", "image_too_many_pixels")]
    [InlineData("jpeg-truncated-half.jpg", "image_corrupt")]
    [InlineData("avif-claims-65535.avif", "image_too_many_pixels image_corrupt")]
    public async Task The_child_says_the_same(string name, string allowed) =>
        allowed.Split(' ').ShouldContain(await Outcome(Shelf.Hostile(name), DecodeWhere.ChildOnly));

    public void Dispose() => bench.Dispose();

    private async Task<string> Outcome(string path, DecodeWhere where)
    {
        try
        {
            var made = await bench.Pictures.Render(path, [new("thumb", 256, RenditionFormat.Jpeg)], where, Bench.Stop);
            made[0].Width.ShouldBeGreaterThan(0);
            made[0].Content.Holds("<script").ShouldBeFalse();
            return "ok";
        }
        catch (PictureException refused)
        {
            refused.Problem.Detail.ShouldNotBeNullOrWhiteSpace();
            return refused.Problem.Code;
        }
    }

    private static TcpListener? Canary()
    {
        var listener = new TcpListener(IPAddress.Loopback, 18099);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            // Someone else listens there, for the same reason.
            listener.Dispose();
            return null;
        }
    }
}
