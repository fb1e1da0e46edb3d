using System.Diagnostics;
using System.Globalization;
using System.Net;
using Media.EndToEnd.Tests.Hosting;

namespace Media.Bench.Upload;

/// <summary>One gigabyte over loopback: how fast, and how much memory the host takes for it.</summary>
internal sealed class UploadOfAGigabyte : IBenchmark
{
    private const long Bytes = 1_000_000_000;

    public string Name => "upload";

    public string Says => "one upload of 1 GB on loopback: speed, and how far resident memory rises";

    public async Task Run(string[] args, CancellationToken stop)
    {
        await using var host = await MediaHost.Start(stop);
        // A small one first, so that what every upload needs once is there.
        await Send(host, 1_000_000, stop);
        host.ForgetPeak();
        var before = host.PeakResidentBytes();
        var clock = Stopwatch.StartNew();
        await Send(host, Bytes, stop);
        var seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {Bytes / 1e6:F0} MB | {Bytes / 1e6 / seconds:F0} MB/s | {before / 1e6:F0} MB | {(host.PeakResidentBytes() - before) / 1e6:F0} MB |"));
    }

    private static async Task Send(MediaHost host, long bytes, CancellationToken stop)
    {
        using var body = new StreamContent(new Noise(bytes));
        body.Headers.ContentType = new("application/octet-stream");
        body.Headers.ContentLength = bytes;
        using var answer = await host.Api.Http.PostAsync(new Uri("/v1/files?name=noise.bin", UriKind.Relative), body, stop);
        if (answer.StatusCode != HttpStatusCode.Created)
        {
            throw new InvalidOperationException($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(stop)}");
        }
    }
}
