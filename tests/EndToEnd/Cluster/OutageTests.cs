using Media.Testing.Engines;

namespace Media.EndToEnd.Tests.Cluster;

/// <summary>Engines and modules that go away for seconds while files are on their way. The chapters of ./test --long do so for a minute.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("kafka")]
    [InlineData("s3")]
    [InlineData("redis")]
    public async Task An_engine_is_killed_and_comes_back_and_every_accepted_file_is_ready(string engine)
    {
        var server = await (engine switch { "kafka" => TestEngine.Kafka(), "s3" => TestEngine.S3(), _ => TestEngine.Redis() });
        await using var cluster = await MediaCluster.Start(_stop, FaultRun.Settings);
        var figures = await FaultRun.Once(cluster, 60, () => server.Outage(Short), _stop);
        // Documents and blobs away refuse uploads, with a time to come again; a broker away does not.
        (figures.Refused > 0).ShouldBe(engine == "s3", figures.ToString());
    }

    [Fact]
    public async Task Redis_is_frozen_for_a_while_and_every_accepted_file_is_ready()
    {
        var redis = (await TestEngine.Redis()).Process;
        await using var cluster = await MediaCluster.Start(_stop, FaultRun.Settings);
        await FaultRun.Once(
            cluster,
            60,
            async () =>
            {
                await redis.Freeze();
                await Task.Delay(Short, _stop);
                await redis.Thaw();
            },
            _stop);
    }

    // Not killed: the shelf's stand-in, unlike MongoDB, forgets the last second of what it has acknowledged.
    [Fact]
    public async Task MongoDB_cannot_be_reached_for_a_while_and_every_accepted_file_is_ready()
    {
        await using var wire = await Toxiproxy.To(await TestEngine.Mongo());
        await using var cluster = await MediaCluster.Start(_stop, [.. FaultRun.Settings, ("Media__Mongo__Uri", $"mongodb://{wire.Address}")]);
        var figures = await FaultRun.Once(
            cluster,
            60,
            async () =>
            {
                await wire.Cut();
                await Task.Delay(Short, _stop);
                await wire.Mend();
            },
            _stop);
        figures.Refused.ShouldBeGreaterThan(0, figures.ToString());
    }

    [Fact]
    public async Task All_topics_are_deleted_and_every_accepted_file_is_ready()
    {
        await using var cluster = await MediaCluster.Start(_stop, FaultRun.Settings);
        await FaultRun.Once(cluster, 60, cluster.DeleteTopics, _stop);
    }

    [Fact]
    public async Task A_worker_is_stopped_past_its_lease_and_woken_again_and_every_accepted_file_is_ready()
    {
        await using var cluster = await MediaCluster.Start(_stop, [.. FaultRun.Settings, ("Media__Steps__Lease", "00:00:03"), ("Media__Work__ProgressEvery", "00:00:00.5")]);
        await using var other = await cluster.OneMore("processing", _stop);
        await FaultRun.Once(
            cluster,
            60,
            async () =>
            {
                cluster.Modules["processing"].Freeze();
                await Task.Delay(TimeSpan.FromSeconds(8), _stop);
                cluster.Modules["processing"].Thaw();
            },
            _stop);
    }

    [Theory]
    [InlineData("upload")]
    [InlineData("orchestration")]
    [InlineData("processing", "vision")]
    [InlineData("delivery")]
    public async Task Modules_are_killed_and_every_accepted_file_is_ready(params string[] modules)
    {
        await using var cluster = await MediaCluster.Start(_stop, FaultRun.Settings);
        await FaultRun.Once(
            cluster,
            60,
            async () =>
            {
                await Task.WhenAll(modules.Select(m => cluster.Modules[m].Kill(_stop)));
                await Task.WhenAll(modules.Select(m => cluster.Modules[m].StartAgain(_stop)));
            },
            _stop);
    }
}
