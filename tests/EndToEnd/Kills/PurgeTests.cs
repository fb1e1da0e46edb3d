using System.Net;
using Media.EndToEnd.Tests.Hosting;
using Media.EndToEnd.Tests.Pictures;

namespace Media.EndToEnd.Tests.Kills;

/// <summary>Files that are deleted for good while their steps run, and while the host is killed: nothing of them stays.</summary>
public sealed class PurgeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_stays_of_files_that_are_purged_while_their_steps_run_and_the_host_is_killed()
    {
        // What a worker wrote after the purge and had no time to take away goes when the file's blobs are deleted once more: an hour later, elsewhere.
        await using var host = await MediaHost.Start(
            _stop, ("Media__Upload__Lease", "00:00:05"), ("Media__Steps__Lease", "00:00:05"), ("Media__Upload__DeleteAgain", "00:00:05"));
        var kept = await host.Api.Upload(Drawn.Jpeg(seed: 1), "kept.jpg", "image/jpeg", _stop);
        var purging = new PurgingClients(host.Api, () => host.IsRunning, clients: 4, pictures: 60);
        var clients = purging.Run(_stop);
        foreach (var purged in new[] { 5, 25 })
        {
            await Until.True(() => purging.Purged.Count >= purged, Limit, () => $"Purged {purging.Purged.Count}", _stop);
            await host.Kill(_stop);
            await host.StartAgain(_stop);
        }

        await clients;
        purging.Purged.Count.ShouldBe(60);
        await host.Api.Ready(kept.Id, _stop);

        var orphans = new Orphans(host);
        // Uploads that got no answer may have been accepted all the same, and belong to somebody then.
        await Until.True(async () => await orphans.Find(_stop) == 0, Limit, () => $"Blobs without an owner: {orphans}", _stop);
        foreach (var id in purging.Purged.Keys)
        {
            Directory.EnumerateFiles(host.Folder, "*", SearchOption.AllDirectories).ShouldNotContain(f => f.Contains(id.ToString()));
        }

        foreach (var path in new[] { "", "/content", "/status", "/renditions", "/detections" })
        {
            using var answer = await host.Api.Http.GetAsync(new Uri($"/v1/files/{purging.Purged.Keys.First()}{path}", UriKind.Relative), _stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        await host.Stop(_stop);
        FileLog.Faults(new Ledger(host.Folder).Documents("file-events")).ShouldBeEmpty();
    }
}
