using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Media.EndToEnd.Tests.Client;
using Media.EndToEnd.Tests.Hosting;
using Media.Testing;

namespace Media.EndToEnd.Tests.Hostile;

/// <summary>Files made to break picture servers.</summary>
public sealed class HostilePictureTests
{
    private const long MostMemory = 1L << 30;

    // Ten seconds a decode are set below; the child starts, the step is asked for and told of in the rest.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hostile_pictures_are_answered_and_harm_nobody()
    {
        var entries = Entry.ReadPictures(Shelf.Find("media", "hostile"));
        entries.Count.ShouldBeGreaterThan(50);
        await using var canary = await Canary.Listen(_stop);
        await using var host = await MediaHost.Start(_stop, ("Media__Imaging__Seconds", "10"));
        var faults = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(entries, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = _stop }, async (entry, _) =>
        {
            if (await Fault(host, entry) is { } fault)
            {
                faults.Add($"{entry.Name}: {fault} (should: {entry.Advice})");
            }
        });

        faults.ShouldBeEmpty();
        host.IsRunning.ShouldBeTrue(host.Output);
        host.Starts.ShouldBe(1);
        host.PeakResidentBytes().ShouldBeLessThan(MostMemory);
        canary.Calls.ShouldBe(0, "a hostile file was obeyed");
        canary.NewFiles.ShouldBeEmpty();
        TestContext.Current.TestOutputHelper!.WriteLine($"{entries.Count} files, {host.PeakResidentBytes() >> 20} MiB resident at most");
    }

    private async Task<string?> Fault(MediaHost host, Entry entry)
    {
        var bytes = await File.ReadAllBytesAsync(entry.Path, _stop);
        using var answer = await host.Api.Post(bytes, entry.Name, "application/octet-stream", _stop);
        if (answer.StatusCode != HttpStatusCode.Created)
        {
            var problem = await answer.Content.ReadFromJsonAsync<Problem>(_stop);
            var refused = (int)answer.StatusCode is >= 400 and < 500 && problem is { Code.Length: > 0, Detail.Length: > 0 };
            return refused && entry.MayBeRejected ? null : $"{(int)answer.StatusCode} {problem?.Code}: {problem?.Detail}";
        }

        var file = (await answer.Content.ReadFromJsonAsync<StoredFile>(_stop))!;
        var status = await host.Api.Final(file.Id, Limit, _stop);
        if (await Unsafe(host, file) is { } unsafely)
        {
            return unsafely;
        }

        if (status.State == "failed")
        {
            var reason = status.Steps.First(s => s.State == "failed").Reason;
            return entry.MayBeRejected && reason is { Code: not "internal_error", Detail.Length: > 0 } ? null : status.ToString();
        }

        var renditions = await host.Api.Renditions(file.Id, _stop);
        if (entry.IsUnsupported)
        {
            return renditions.Length == 0 ? null : "has renditions";
        }

        return entry.MayBeAccepted ? await UnsafeRenditions(host, renditions) : status.ToString();
    }

    // The original goes out as it came, so how it goes out must keep a browser from running it.
    private async Task<string?> Unsafe(MediaHost host, StoredFile file)
    {
        using var content = await host.Api.Http.GetAsync(new Uri($"/v1/files/{file.Id}/content", UriKind.Relative), _stop);
        var type = content.Content.Headers.ContentType?.MediaType;
        var shown = type is "image/png" or "image/jpeg" or "image/gif" or "image/webp" or "image/avif" or "image/tiff" or "image/heic" or "image/jp2";
        if (!content.Headers.TryGetValues("X-Content-Type-Options", out var sniff) || sniff.Single() != "nosniff")
        {
            return "is served without nosniff";
        }

        return shown || content.Content.Headers.ContentDisposition?.DispositionType == "attachment" ? null : $"is served as {type} and no attachment";
    }

    private async Task<string?> UnsafeRenditions(MediaHost host, Rendition[] renditions)
    {
        foreach (var rendition in renditions)
        {
            if (rendition.Width < 1 || rendition.Height < 1)
            {
                return $"{rendition.Name} is {rendition.Width} x {rendition.Height}";
            }

            var text = Encoding.Latin1.GetString(await host.Api.Bytes(rendition.Url, _stop));
            if (new[] { "<script", "<?php", "jndi:", "Exif\0\0" }.FirstOrDefault(bad => text.Contains(bad, StringComparison.OrdinalIgnoreCase)) is { } found)
            {
                return $"{rendition.Name} holds {found}";
            }
        }

        return null;
    }
}
