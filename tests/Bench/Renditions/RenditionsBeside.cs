using System.Diagnostics;
using System.Globalization;
using Media.EndToEnd.Tests.Pictures;
using Media.Imaging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Bench.Renditions;

/// <summary>The default preset's renditions of a 12 MP JPEG, beside sharp, which runs the same libvips.</summary>
internal sealed class RenditionsBeside : IBenchmark
{
    private const int Rounds = 5;
    private const double SecondsEach = 4;

    private static readonly RenditionOrder[] Orders =
    [
        .. new[] { ("large", 2048), ("medium", 1280), ("small", 640), ("thumb", 256) }.SelectMany(size => new[]
        {
            new RenditionOrder(size.Item1, size.Item2, RenditionFormat.Jpeg),
            new RenditionOrder(size.Item1, size.Item2, RenditionFormat.Webp),
        }),
    ];

    public string Name => "renditions";

    public string Says => "eight renditions of a 12 MP JPEG beside sharp: ./bench renditions [PICTURE]";

    public async Task Run(string[] args, CancellationToken stop)
    {
        var picture = args is [var given, ..] ? Path.GetFullPath(given) : Made();
        foreach (var parallel in new[] { 1, Environment.ProcessorCount }.Distinct())
        {
            var ours = new List<double>();
            var clones = new List<double>();
            var once = new List<double>();
            // Turn by turn, so that whatever else the machine does hits all of them alike.
            for (var round = 0; round < Rounds; round++)
            {
                ours.Add(await Ours(picture, parallel, stop));
                clones.Add(await Sharp(picture, parallel, "clone", stop));
                once.Add(await Sharp(picture, parallel, "once", stop));
            }

            var (we, manual, byHand) = (Median.Of(ours), Median.Of(clones), Median.Of(once));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {Path.GetFileName(picture)} | {parallel} | {we:F2} | {manual:F2} | {byHand:F2} | {we / manual:F2} | {we / byHand:F2} |"));
        }
    }

    /// <returns>Pictures a second.</returns>
    private static async Task<double> Ours(string picture, int parallel, CancellationToken stop)
    {
        var settings = new Dictionary<string, string?> { ["Media:Imaging:Concurrency"] = parallel.ToString(CultureInfo.InvariantCulture) };
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddPictures(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider();
        var pictures = services.GetRequiredService<Imaging.Pictures>();
        await pictures.Render(picture, Orders, DecodeWhere.Anywhere, stop);
        var clock = Stopwatch.StartNew();
        var made = 0;
        await Task.WhenAll(Enumerable.Range(0, parallel).Select(async _ =>
        {
            while (clock.Elapsed.TotalSeconds < SecondsEach)
            {
                await pictures.Render(picture, Orders, DecodeWhere.Anywhere, stop);
                Interlocked.Increment(ref made);
            }
        }));
        return made / clock.Elapsed.TotalSeconds;
    }

    private static async Task<double> Sharp(string picture, int parallel, string way, CancellationToken stop)
    {
        var settings = new ImagingSettings();
        string[] arguments = [.. new object[] { picture, SecondsEach, parallel, way, settings.WebpQuality, settings.WebpEffort }
            .Select(a => Convert.ToString(a, CultureInfo.InvariantCulture)!)];
        var said = await Peer.Run<SharpSaid>("renditions.mjs", parallel, stop, arguments);
        return said.Pictures / said.Seconds;
    }

    private static string Made()
    {
        var path = Path.Combine(Path.GetTempPath(), "media-bench-12mp.jpg");
        File.WriteAllBytes(path, Drawn.Jpeg(seed: 12, width: 4000, height: 3000));
        return path;
    }

    private sealed record SharpSaid(int Pictures, double Seconds);
}
