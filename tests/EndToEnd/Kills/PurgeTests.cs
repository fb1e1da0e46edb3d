using System.Collections.Concurrent;
using System.Net;
using Media.EndToEnd.Tests.Hosting;
using Media.EndToEnd.Tests.Pictures;

namespace Media.EndToEnd.Tests.Kills;

/// <summary>Files that are deleted for good while their steps run, and while the host is killed: nothing of them stays.</summary>
public sealed class PurgeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<Guid, HttpStatusCode> _purged = [];
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_stays_of_files_that_are_purged_while_their_steps_run_and_the_host_is_killed()
    {
        // What a worker wrote after the purge and had no time to take away goes when the file's blobs are deleted once more: an hour later, elsewhere.
        await using var host = await MediaHost.Start(
            _stop, ("Media__Upload__Lease", "00:00:05"), ("Media__Steps__Lease", "00:00:05"), ("Media__Upload__DeleteAgain", "00:00:05"));
        var kept = await host.Api.Upload(Drawn.Jpeg(seed: 1), "kept.jpg", "image/jpeg", _stop);
        var clients = Task.WhenAll(Enumerable.Range(0, 4).Select(client => Client(host, new Random(client), pictures: 15)));
        foreach (var purged in new[] { 5, 25 })
        {
            await Until.True(() => _purged.Count >= purged, Limit, () => $"Purged {_purged.Count}", _stop);
            await host.Kill(_stop);
            await host.StartAgain(_stop);
        }

        await clients;
        _purged.Count.ShouldBe(60);
        await host.Api.Ready(kept.Id, _stop);

        var orphans = new Orphans(host);
        // Uploads that got no answer may have been accepted all the same, and belong to somebody then.
        await Until.True(async () => await orphans.Find(_stop) == 0, Limit, () => $"Blobs without an owner: {orphans}", _stop);
        foreach (var id in _purged.Keys)
        {
            Directory.EnumerateFiles(host.Folder, "*", SearchOption.AllDirectories).ShouldNotContain(f => f.Contains(id.ToString()));
        }

        foreach (var path in new[] { "", "/content", "/status", "/renditions", "/detections" })
        {
            using var answer = await host.Api.Http.GetAsync(new Uri($"/v1/files/{_purged.Keys.First()}{path}", UriKind.Relative), _stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        await host.Stop(_stop);
        FileLog.Faults(new Ledger(host.Folder).Documents("file-events")).ShouldBeEmpty();
    }

    private async Task Client(MediaHost host, Random random, int pictures)
    {
        for (var picture = 0; picture < pictures; picture++)
        {
            Guid? id = null;
            while (id is null)
            {
                id = await Again(host, async () => (await host.Api.Upload(Drawn.Jpeg(random.Next()), "gone.jpg", "image/jpeg", _stop)).Id);
            }

            await Task.Delay(random.Next(400), _stop);
            HttpStatusCode? answered = null;
            while (answered is null)
            {
                answered = await Again(host, async () =>
                {
                    using var purge = await host.Api.Http.DeleteAsync(new Uri($"/v1/files/{id}?purge=true", UriKind.Relative), _stop);
                    return purge.StatusCode;
                });
            }

            // Not found: it was purged by the request that got no answer.
            answered.Value.ShouldBeOneOf(HttpStatusCode.NoContent, HttpStatusCode.NotFound);
            _purged[id.Value] = answered.Value;
        }
    }

    // Null where the host went away meanwhile; by then it is back.
    private async Task<T?> Again<T>(MediaHost host, Func<Task<T>> ask) where T : struct
    {
        try
        {
            return await ask();
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            await Task.Delay(50, _stop);
            await Until.True(() => host.IsRunning, Limit, () => "The host did not come back", _stop);
            return null;
        }
    }
}
