using System.Net;
using Media.EndToEnd.Tests.Hosting;
using Media.EndToEnd.Tests.Kills;
using Media.EndToEnd.Tests.Pictures;

namespace Media.EndToEnd.Tests.Cluster;

/// <summary>Files that are deleted for good while their steps run in other processes, which are killed meanwhile: nothing of them stays anywhere.</summary>
public sealed class ClusterPurgeTests
{
    // What refuses late news of a file for 30 days, and the log of its transitions, which names nothing of it but its id.
    private static readonly string[] Kept = ["files", "file-states", "file-events", "publications", "sources-processing", "sources-vision"];

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_stays_of_files_that_are_purged_while_their_steps_run_and_modules_are_killed()
    {
        // What a worker wrote after the purge and had no time to take away goes when the file's blobs are deleted once more: an hour later, elsewhere.
        await using var cluster = await MediaCluster.Start(_stop, [.. FaultRun.Settings, ("Media__Upload__DeleteAgain", "00:00:05")]);
        var kept = await cluster.Api.Upload(Drawn.Jpeg(seed: 1), "kept.jpg", "image/jpeg", _stop);
        var purging = new PurgingClients(cluster.Api, () => true, clients: 4, pictures: 60);
        var clients = purging.Run(_stop);
        foreach (var (purged, module) in new[] { (5, "processing"), (15, "vision"), (25, "orchestration"), (35, "delivery"), (45, "upload") })
        {
            await Until.True(() => purging.Purged.Count >= purged, Limit, () => $"Purged {purging.Purged.Count}", _stop);
            await cluster.Modules[module].Kill(_stop);
            await cluster.Modules[module].StartAgain(_stop);
        }

        await clients;
        await cluster.Api.Ready(kept.Id, _stop);
        string[] left = [];
        await Until.True(
            async () =>
            {
                left = [.. await Left(cluster, purging.Purged)];
                return left.Length == 0;
            },
            Limit,
            () => string.Join('\n', left),
            _stop);
        foreach (var id in purging.Purged.Keys.Take(5))
        {
            foreach (var path in new[] { "", "/content", "/status", "/renditions", "/detections" })
            {
                using var answer = await cluster.Api.Http.GetAsync(new Uri($"/v1/files/{id}{path}", UriKind.Relative), _stop);
                answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            }
        }

        (await cluster.Api.Bytes($"/v1/files/{kept.Id}/content", _stop)).ShouldNotBeEmpty();
        FileLog.Faults(await cluster.Documents("file-events", _stop)).ShouldBeEmpty();
    }

    private async Task<IEnumerable<string>> Left(MediaCluster cluster, IReadOnlyDictionary<Guid, string> purged)
    {
        var ids = purged.Keys.Select(id => id.ToString()).ToHashSet();
        var left = (await cluster.Blobs(_stop)).Where(b => b.Split('/').Any(ids.Contains)).Select(b => $"blob {b}").ToList();
        foreach (var collection in await cluster.Collections(_stop))
        {
            var documents = (await cluster.Documents(collection, _stop)).Select(d => d.GetRawText()).ToList();
            // A name, a digest, a blob's key: what would tell what the file was.
            left.AddRange(documents.Where(d => d.Contains(PurgingClients.Name) || purged.Values.Any(d.Contains)).Select(d => $"{collection}: {d}"));
            left.AddRange(Kept.Contains(collection) ? [] : documents.Where(d => ids.Any(d.Contains)).Select(d => $"{collection} keeps {d}"));
        }

        return left;
    }
}
