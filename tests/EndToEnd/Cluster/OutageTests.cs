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
        await FaultRun.Once(cluster, 60, () => server.Outage(Short), _stop);
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
        await FaultRun.Once(
            cluster,
            60,
            async () =>
            {
                await wire.Cut();
                await Task.Delay(Short, _stop);
                await wire.Mend();
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
