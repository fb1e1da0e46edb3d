using Media.EndToEnd.Tests.Client;
using Media.EndToEnd.Tests.Hosting;

namespace Media.EndToEnd.Tests.Kills;

/// <param name="Accepted">Files that a client was told are stored.</param>
/// <param name="Kills">How often the host was killed.</param>
/// <param name="Retries">Uploads that broke off and were sent again.</param>
/// <param name="Final">From the last start until every file was final.</param>
internal sealed record KillFigures(int Accepted, int Kills, int Retries, TimeSpan Final);

/// <summary>Uploads pictures, kills the host at random moments, and looks at what is there afterwards.</summary>
internal static class KillRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task<KillFigures> Once(Random random, int pictures, int clients, int kills, CancellationToken stop)
    {
        // An upload that broke off is swept once its lease ran out: seconds here, a minute elsewhere.
        await using var host = await MediaHost.Start(stop, ("Media__Upload__Lease", "00:00:05"), ("Media__Steps__Lease", "00:00:05"));
        var uploads = new UploadingClients(host.Api, () => host.IsRunning, clients, pictures);
        var uploading = uploads.Run(stop);
        foreach (var moment in Moments(random, pictures, kills))
        {
            await Until.True(async () => await moment(uploads, host, stop), Limit, () => "No moment to kill came", stop);
            await host.Kill(stop);
            await host.StartAgain(stop);
        }

        await uploading;
        await Until.True(async () => await Left(host, stop) == 0, Limit - (DateTimeOffset.UtcNow - host.StartedAt), () => $"Not all are final:\n{host.Output}", stop);
        var final = DateTimeOffset.UtcNow - host.StartedAt;
        await EveryFileIsWhole(host, uploads.Accepted, stop);
        var orphans = new Orphans(host);
        await Until.True(async () => await orphans.Find(stop) == 0, Limit, () => $"Blobs without an owner: {orphans}", stop);
        await host.Stop(stop);
        FileLog.Faults(new Ledger(host.Folder).Documents("file-events")).ShouldBeEmpty();
        return new KillFigures(uploads.Accepted.Count, host.Starts - 1, uploads.Retries, final);
    }

    // Two fifths of the kills fall among the uploads, the rest among the work: each when a random number of files has come that far,
    // and then up to 100 ms later.
    private static IEnumerable<Func<UploadingClients, MediaHost, CancellationToken, Task<bool>>> Moments(Random random, int pictures, int kills)
    {
        var early = kills * 2 / 5;
        for (var kill = 0; kill < kills; kill++)
        {
            var late = kill >= early;
            var slice = pictures / (late ? kills - early : early);
            var count = (slice * (late ? kill - early : kill)) + random.Next(slice);
            var delay = TimeSpan.FromMilliseconds(random.Next(100));
            yield return async (uploads, host, stop) =>
            {
                var come = late ? await Ready(host, stop) : uploads.Accepted.Count;
                if (come < count)
                {
                    return false;
                }

                await Task.Delay(delay, stop);
                return true;
            };
        }
    }

    private static async Task EveryFileIsWhole(MediaHost host, IReadOnlyDictionary<Guid, string> accepted, CancellationToken stop)
    {
        foreach (var (id, sha256) in accepted)
        {
            var status = await host.Api.Status(id, wait: 0, stop);
            status.State.ShouldBe("ready", status.ToString());
            Api.Sha256(await host.Api.Bytes($"/v1/files/{id}/content", stop)).ShouldBe(sha256);
            var renditions = await host.Api.Renditions(id, stop);
            renditions.ShouldNotBeEmpty();
            foreach (var rendition in renditions)
            {
                Api.Sha256(await host.Api.Bytes(rendition.Url, stop)).ShouldBe(rendition.Sha256);
            }
        }
    }

    private static async Task<int> Ready(MediaHost host, CancellationToken stop) => (await Counts(host, stop)).GetValueOrDefault("ready");

    private static async Task<int> Left(MediaHost host, CancellationToken stop) => (await Counts(host, stop)).GetValueOrDefault("processing");

    private static async Task<Dictionary<string, int>> Counts(MediaHost host, CancellationToken stop) =>
        (await host.Api.Get<StateCounts>("/v1/status?counts=true", stop)).States;

    private sealed record StateCounts([property: System.Text.Json.Serialization.JsonPropertyName("counts")] Dictionary<string, int> States);
}
