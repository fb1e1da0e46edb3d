using System.Diagnostics;
using Media.EndToEnd.Tests.Client;
using Media.EndToEnd.Tests.Hosting;
using Media.EndToEnd.Tests.Kills;

namespace Media.EndToEnd.Tests.Cluster;

/// <param name="Accepted">Files that a client was told are stored.</param>
/// <param name="Refused">Answers that a store is out of reach, each with the time to come again.</param>
/// <param name="Retries">Uploads that were not accepted at first, those refused among them.</param>
/// <param name="Ready">From when all was well again until every accepted file was ready.</param>
internal sealed record FaultFigures(int Accepted, int Refused, int Retries, TimeSpan Ready)
{
    public override string ToString() =>
        $"{Accepted} files accepted, all ready {Ready.TotalSeconds:F0} s after the fault, 0 lost; {Refused} uploads refused with 503, {Retries} sent again";
}

/// <summary>Uploads pictures to a cluster, lets something happen to it meanwhile, and looks at what is there afterwards.</summary>
internal static class FaultRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Shortened times, as a test's patience wants them; counts are those of the product.</summary>
    public static (string, string)[] Settings { get; } =
    [
        ("Media__Upload__Lease", "00:00:05"), ("Media__Steps__Lease", "00:00:10"), ("Media__Upload__SayAgain", "00:00:02"),
        ("Media__Steps__SayAgain", "00:00:02"), ("Media__Steps__AskAgain", "00:00:10"), ("Media__Sweep__Every", "00:00:01"),
    ];

    /// <param name="fault">Begins once a third of the pictures is accepted, and ends when everything is well again.</param>
    public static async Task<FaultFigures> Once(MediaCluster cluster, int pictures, Func<Task> fault, CancellationToken stop)
    {
        var uploads = new UploadingClients(cluster.Api, () => true, clients: 8, pictures);
        var uploading = uploads.Run(stop);
        await Until.True(() => uploads.Accepted.Count >= pictures / 3, Limit, () => "Too few were accepted", stop);
        await fault();
        var well = Stopwatch.GetTimestamp();
        await uploading;
        var accepted = uploads.Accepted;
        await cluster.Api.AllReady(
            accepted.Keys, Limit, left => $"{left} are not ready: {string.Join('\n', cluster.Modules.Values.Select(m => m.Output))}", stop);
        var ready = Stopwatch.GetElapsedTime(well);
        foreach (var (id, sha256) in accepted)
        {
            Api.Sha256(await cluster.Api.Bytes($"/v1/files/{id}/content", stop)).ShouldBe(sha256);
        }

        FileLog.Faults(await cluster.Documents("file-events", stop)).ShouldBeEmpty();
        string[] orphans = [];
        await Until.True(
            async () =>
            {
                // The blobs first: what is uploaded between the two has a document, then.
                var blobs = await cluster.Blobs(stop);
                var owners = (await cluster.Documents("files", stop)).Select(f => f.GetProperty("_id").GetString()!).ToHashSet();
                orphans = [.. blobs.Where(b => !b.Split('/').Any(owners.Contains))];
                return orphans.Length == 0;
            },
            Limit,
            () => $"Blobs without an owner: {string.Join(", ", orphans)}",
            stop);
        return new FaultFigures(accepted.Count, uploads.Refused, uploads.Retries, ready);
    }
}
