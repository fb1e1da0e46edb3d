using System.Diagnostics;
using System.Globalization;
using Media.Imaging;
using Media.Testing;
using Media.Vision;
using Media.Vision.Detect;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Bench.Detection;

/// <summary>The default detector on pixels that are decoded already, beside onnxruntime-node with the same model and as many threads.</summary>
internal sealed class DetectionBeside : IBenchmark
{
    private const int Rounds = 5;
    private const double SecondsEach = 4;
    private const double MinConfidence = 0.4;

    public string Name => "detection";

    public string Says => "the default detector beside onnxruntime-node";

    public async Task Run(string[] args, CancellationToken stop)
    {
        await using var services = Services();
        var model = (await services.GetRequiredService<LoadedModels>().Find(name: null, stop)).Model
            ?? throw new InvalidOperationException("The default model is not in models/.");
        var picture = await services.GetRequiredService<Pictures>().DecodeForDetection(
            SourceTree.At("docs", "sample", "cat.jpg"), model.Entry.Width, model.Entry.Height, model.Family.Fit, DecodeWhere.Anywhere, stop);
        var pixels = Path.Combine(Path.GetTempPath(), "media-bench-pixels.rgb");
        await File.WriteAllBytesAsync(pixels, picture.Pixels, stop);
        foreach (var callers in new[] { 1, Environment.ProcessorCount }.Distinct())
        {
            var ours = new List<double>();
            var node = new List<double>();
            for (var round = 0; round < Rounds; round++)
            {
                ours.Add(await Ours(model, picture, callers, stop));
                node.Add(await Node(SourceTree.At("models", model.Entry.File), pixels, picture.Width, callers, stop));
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {model.Entry.Name} | {callers} | {Median.Of(ours):F1} | {Median.Of(node):F1} | {Median.Of(ours) / Median.Of(node):F2} |"));
        }
    }

    /// <returns>Pictures a second.</returns>
    private static async Task<double> Ours(LoadedModel model, DetectorInput picture, int callers, CancellationToken stop)
    {
        for (var warm = 0; warm < 10; warm++)
        {
            model.See(picture, MinConfidence, stop);
        }

        var clock = Stopwatch.StartNew();
        var seen = 0;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(
            () =>
            {
                while (clock.Elapsed.TotalSeconds < SecondsEach)
                {
                    model.See(picture, MinConfidence, stop);
                    Interlocked.Increment(ref seen);
                }
            },
            stop)));
        return seen / clock.Elapsed.TotalSeconds;
    }

    private static async Task<double> Node(string model, string pixels, int side, int callers, CancellationToken stop)
    {
        string[] numbers = [.. new[] { side, SecondsEach, callers }.Select(n => n.ToString(CultureInfo.InvariantCulture))];
        var said = await Peer.Run<NodeSaid>("detection.mjs", callers, stop, [model, pixels, .. numbers]);
        return said.Pictures / said.Seconds;
    }

    private static ServiceProvider Services()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Media:Models"] = SourceTree.At("models") })
            .Build();
        var services = new ServiceCollection().AddLogging();
        new VisionModule().Add(services, configuration);
        return services.BuildServiceProvider();
    }

    private sealed record NodeSaid(int Pictures, double Seconds);
}
