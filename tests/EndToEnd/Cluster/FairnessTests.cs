using System.Diagnostics;
using Media.EndToEnd.Tests.Hosting;
using Media.EndToEnd.Tests.Kills;
using Media.EndToEnd.Tests.Pictures;

namespace Media.EndToEnd.Tests.Cluster;

/// <summary>One tenant's flood does not keep another tenant's few files.</summary>
public sealed class FairnessTests
{
    private const int Few = 10;

    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_files_of_one_tenant_are_ready_while_hundreds_of_another_wait() => await Run(flood: 150, stillWaiting: 30, toTheEnd: false);

    [Fact(Explicit = true)]
    [Trait("Long", "flood")]
    public async Task Ten_files_of_one_tenant_are_ready_within_a_minute_while_two_thousand_of_another_wait() =>
        await Run(flood: 2000, stillWaiting: 1000, toTheEnd: true);

    // Behind all of the flood, in the order in which they came, they would be ready when none of it waits any more.
    private async Task Run(int flood, int stillWaiting, bool toTheEnd)
    {
        await using var cluster = await MediaCluster.Start(_stop);
        var key = MediaHost.NewKey();
        await using var another = await cluster.OneMore("delivery", _stop, ("Media__Access__FirstKey", key), ("Media__Access__Tenant", "few"));
        var few = cluster.With(key);
        await new UploadingClients(cluster.Api, () => true, clients: 16, flood).Run(_stop);

        var began = Stopwatch.GetTimestamp();
        var files = await Task.WhenAll(Enumerable.Range(0, Few).Select(i => few.Upload(Drawn.Jpeg(seed: -i), $"{i}.jpg", "image/jpeg", _stop)));
        await few.AllReady(files.Select(f => f.Id), TimeSpan.FromMinutes(2), left => $"{left} are not ready", _stop);
        var took = Stopwatch.GetElapsedTime(began);
        // Most of the flood is not even told of yet: what is not ready waits.
        var waiting = flood - (await cluster.Counts(_stop)).GetValueOrDefault("ready");

        Figures.Write($"{Few} files of one tenant ready {took.TotalSeconds:F1} s after the first was sent, {waiting} of another's {flood} still waiting then");
        took.ShouldBeLessThan(TimeSpan.FromMinutes(1));
        waiting.ShouldBeGreaterThan(stillWaiting);
        if (!toTheEnd)
        {
            return;
        }

        await Until.True(
            async () => (await cluster.Counts(_stop)).GetValueOrDefault("ready") == flood,
            TimeSpan.FromMinutes(10),
            () => $"Not all of the flood are ready:\n{cluster.Modules["orchestration"].Output}",
            _stop);
        FileLog.Faults(await cluster.Documents("file-events", _stop)).ShouldBeEmpty();
    }
}
