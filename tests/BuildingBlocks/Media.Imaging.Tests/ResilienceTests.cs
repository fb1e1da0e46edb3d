using System.Diagnostics;
using System.Globalization;
using System.Text;
using NetVips;

namespace Media.Imaging.Tests;

public sealed class ResilienceTests : IDisposable
{
    // Minutes of work for any renderer.
    private const string EndlessSvg =
        """<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="4000"><filter id="f"><feTurbulence baseFrequency="0.01" numOctaves="1000"/><feGaussianBlur stdDeviation="500"/></filter><rect width="4000" height="4000" filter="url(#f)"/></svg>""";

    private readonly Bench bench = new();

    [Fact]
    public async Task A_picture_with_the_marker_kills_its_process_and_of_the_child_only_the_child()
    {
        var path = bench.Write("a.jpg", WithComment("BOOM-7"));

        (await SmallHost.Run(["render", path, "BOOM-7", "Anywhere"], ("MEDIA_TEST_HOOKS", "1"))).Exit.ShouldBe(137);
        (await SmallHost.Run(["render", path, "BOOM-7", "ChildOnly"], ("MEDIA_TEST_HOOKS", "1"))).ShouldBe((0, "image_corrupt"));
        (await SmallHost.Run(["render", path, "BOOM-8", "Anywhere"], ("MEDIA_TEST_HOOKS", "1"))).ShouldBe((0, "ok"));
        (await SmallHost.Run(["render", path, "BOOM-7", "Anywhere"])).ShouldBe((0, "ok"), "without the environment's leave the hook does nothing");
    }

    [Fact]
    public async Task Memory_stays_flat_over_many_pictures_good_and_bad()
    {
        using var image = Drawn.Quarters(120, 80);
        bench.Write("a.jpg", Drawn.Jpeg(120, 80, orientation: 6));
        bench.Write("b.png", image.PngsaveBuffer());
        bench.Write("c.webp", image.WebpsaveBuffer());
        bench.Write("d.gif", image.GifsaveBuffer());
        bench.Write("e.tif", image.TiffsaveBuffer());
        bench.Write("cut.jpg", Drawn.Jpeg(640, 480)[..3000]);
        bench.Write("cut.png", image.PngsaveBuffer()[..^60]);
        bench.Write("text.jpg", "no picture"u8.ToArray());
        using var huge = Image.Black(30_000, 2).Cast(Enums.BandFormat.Uchar);
        bench.Write("huge.png", huge.PngsaveBuffer());

        var (exit, output) = await SmallHost.Run(["soak", bench.Folder, "1500"], ("MALLOC_ARENA_MAX", "2"));

        exit.ShouldBe(0);
        var seen = output.Split('\n').Select(line => long.Parse(line, CultureInfo.InvariantCulture)).ToArray();
        (seen[1] - seen[0]).ShouldBeLessThan(24 << 20, $"{seen[0] >> 20} MiB after 300, {seen[1] >> 20} MiB after 1,500");
    }

    [Fact]
    public async Task Cancelling_reaches_the_native_decoder()
    {
        using var large = Image.Gaussnoise(9000, 9000).Cast(Enums.BandFormat.Uchar);
        var path = bench.Write("a.jpg", large.JpegsaveBuffer());
        using var source = new CancellationTokenSource();
        var clock = Stopwatch.StartNew();
        var rendering = bench.Pictures.Render(path, [new("a", 8000, RenditionFormat.Webp)], DecodeWhere.Anywhere, source.Token);
        source.CancelAfter(100);
        await Should.ThrowAsync<OperationCanceledException>(rendering);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Cancelling_ends_the_child()
    {
        var path = bench.Write("a.svg", Encoding.UTF8.GetBytes(EndlessSvg));
        using var source = new CancellationTokenSource();
        var rendering = bench.Pictures.Render(path, [new("a", 64, RenditionFormat.Jpeg)], DecodeWhere.Anywhere, source.Token);
        await Until(() => ChildrenOn(path) > 0);
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(rendering);
        await Until(() => ChildrenOn(path) == 0);
    }

    [Fact]
    public async Task Past_its_time_a_picture_is_too_complex()
    {
        using var hurried = new Bench(set: s => s.Seconds = 1);
        var path = hurried.Write("a.svg", Encoding.UTF8.GetBytes(EndlessSvg));
        var refused = await Should.ThrowAsync<PictureException>(hurried.RenderOne(path, 64));
        refused.Problem.Code.ShouldBe("image_too_complex");
        await Until(() => ChildrenOn(path) == 0);
    }

    [Fact]
    public async Task No_more_pictures_are_worked_on_at_once_than_the_setting_says()
    {
        using var narrow = new Bench(set: s =>
        {
            s.Concurrency = 1;
            s.Seconds = 1;
        });
        var path = narrow.Write("a.svg", Encoding.UTF8.GetBytes(EndlessSvg));
        var rendering = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Should.ThrowAsync<PictureException>(narrow.RenderOne(path, 64))));
        var most = 0;
        while (!rendering.IsCompleted)
        {
            most = Math.Max(most, ChildrenOn(path));
            await Task.Delay(20, Bench.Stop);
        }

        await rendering;
        most.ShouldBe(1);
    }

    [Fact]
    public async Task A_picture_that_may_take_much_memory_goes_to_the_child()
    {
        using var narrow = new Bench(set: s =>
        {
            s.InProcessBytes = 100_000;
            s.Decoder.Add("/usr/bin/false");
        });
        await narrow.RenderOne(narrow.Write("small.jpg", Drawn.Jpeg(100, 100)), 64);
        await Should.ThrowAsync<InvalidOperationException>(narrow.RenderOne(narrow.Write("large.jpg", Drawn.Jpeg(200, 200)), 64));
        (await narrow.Pictures.Inspect(narrow.Write("large.jpg", Drawn.Jpeg(200, 200)), DecodeWhere.Anywhere, Bench.Stop)).Width.ShouldBe(200);
    }

    [Theory]
    [InlineData("/usr/bin/false")]
    [InlineData("/usr/bin/true")]
    [InlineData("/usr/bin/no-such-program")]
    public async Task A_child_that_cannot_be_started_is_no_fault_of_the_file(string program)
    {
        using var broken = new Bench(set: s => s.Decoder.Add(program));
        await Should.ThrowAsync<InvalidOperationException>(
            broken.Pictures.Inspect(broken.Write("a.jpg", Drawn.Jpeg(10, 10)), DecodeWhere.ChildOnly, Bench.Stop));
    }

    [Theory]
    [InlineData("echo ready; exit 0")]
    [InlineData("echo ready; printf x > \"$3/header\"; exit 0")]
    [InlineData("echo ready; head -c 40 /dev/urandom > \"$3/header\"; head -c 99 /dev/urandom > \"$3/pixels\"; exit 0")]
    [InlineData("echo ready; ln -s /etc/passwd \"$3/header\"; exit 0")]
    [InlineData("echo ready; kill -SEGV $$")]
    public async Task What_a_captured_child_might_answer_is_not_believed(string script)
    {
        using var lying = new Bench(set: s => new[] { "/usr/bin/sh", "-c", script, "decode", "decode" }.ToList().ForEach(s.Decoder.Add));
        var path = lying.Write("a.jpg", Drawn.Jpeg(10, 10));
        var refused = await Should.ThrowAsync<PictureException>(
            lying.Pictures.Render(path, [new("a", 64, RenditionFormat.Jpeg)], DecodeWhere.ChildOnly, Bench.Stop));
        refused.Problem.Code.ShouldBe("image_corrupt");
    }

    [Theory]
    [InlineData(50, 20_000, "image_too_many_pixels")]
    [InlineData(1_000_000, 9, "image_too_many_pixels")]
    [InlineData(100, 10, "ok")]
    public async Task Limits_hold_in_the_process_and_in_the_child(long pixels, int side, string expected)
    {
        using var strict = new Bench(limit: l =>
        {
            l.MaxPixels = pixels;
            l.MaxSide = side;
        });
        var path = strict.Write("a.jpg", Drawn.Jpeg(10, 10));
        foreach (var where in Enum.GetValues<DecodeWhere>())
        {
            var inspecting = strict.Pictures.Inspect(path, where, Bench.Stop);
            var outcome = expected == "ok" ? (await inspecting).Format.ToString() : (await Should.ThrowAsync<PictureException>(inspecting)).Problem.Code;
            outcome.ShouldBe(expected == "ok" ? "Jpeg" : expected);
        }
    }

    public void Dispose() => bench.Dispose();

    private static byte[] WithComment(string text)
    {
        var jpeg = Drawn.Jpeg(64, 64);
        return [.. jpeg[..2], 0xFF, 0xFE, 0, (byte)(text.Length + 2), .. Encoding.ASCII.GetBytes(text), .. jpeg[2..]];
    }

    private static int ChildrenOn(string path) => Directory.GetDirectories("/proc").Count(process =>
    {
        try
        {
            var line = File.ReadAllText(Path.Combine(process, "cmdline"));
            // The decoder itself, not what wraps it.
            return line.StartsWith(Environment.ProcessPath!, StringComparison.Ordinal) && line.Contains(path, StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    private static async Task Until(Func<bool> holds)
    {
        for (var waited = Stopwatch.StartNew(); !holds(); await Task.Delay(20, Bench.Stop))
        {
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        }
    }
}
