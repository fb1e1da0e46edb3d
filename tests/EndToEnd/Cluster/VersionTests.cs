using Media.EndToEnd.Tests.Hosting;

namespace Media.EndToEnd.Tests.Cluster;

/// <summary>An upgrade: for a while two versions share topics and documents, and the older may be the last to write.</summary>
public sealed class VersionTests
{
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    [Trait("Long", "versions")]
    public async Task Processes_of_the_version_before_and_of_this_one_share_the_work()
    {
        var before = Environment.GetEnvironmentVariable("MEDIA_PREVIOUS_HOST");
        Assert.SkipWhen(string.IsNullOrEmpty(before), "MEDIA_PREVIOUS_HOST names no host of the version before: ./test --long versions builds one");
        await using var cluster = await MediaCluster.Start(_stop, FaultRun.Settings);
        await using var older = await cluster.OneMoreOf(before, "orchestration,processing,vision", _stop);
        var figures = new List<string>();

        // Both at work, then each alone for a while: what one has begun the other ends.
        figures.Add($"both: {await FaultRun.Once(cluster, 200, () => Task.CompletedTask, _stop)}");
        figures.Add($"the newer killed: {await FaultRun.Once(cluster, 200, () => Away([cluster.Modules["orchestration"], cluster.Modules["processing"], cluster.Modules["vision"]]), _stop)}");
        figures.Add($"the older killed: {await FaultRun.Once(cluster, 200, () => Away([older]), _stop)}");
        Figures.Write(string.Join("; ", figures));
    }

    private async Task Away(MediaHost[] processes)
    {
        await Task.WhenAll(processes.Select(p => p.Kill(_stop)));
        await Task.Delay(TimeSpan.FromSeconds(20), _stop);
        await Task.WhenAll(processes.Select(p => p.StartAgain(_stop)));
    }
}
